import { describe, expect, it } from 'vitest';
import { describeFailure, lacksC } from '../../../../actions/semver-release/src/build/failure.ts';

describe('describeFailure', () => {
  const failed = (output: string) =>
    [{ build: { target: { goos: 'linux', goarch: 'amd64' } }, failure: { output } }] as unknown as Parameters<
      typeof describeFailure
    >[0];
  it.each([
    { output: 'main.go:5:12: pattern dist: no matching files found', remedy: /before-build/ },
    { output: 'go: updates to go.mod needed', remedy: /go mod tidy/ },
    { output: './main.go:3:1: undefined: X', remedy: undefined },
  ])('case release/29: $output', ({ output, remedy }) => {
    const described = describeFailure(failed(output));
    expect(described.message).toContain('linux/amd64');
    if (remedy) expect(described.remedy).toMatch(remedy);
    else expect(described.remedy).toBeUndefined();
  });
});

it.each([
  { output: '# m.test/c\nc.go:3:11: fatal error: nope.h: No such file or directory\n', want: true },
  {
    output: '# pkg-config --cflags gtk\nPackage gtk was not found in the pkg-config search path.\n',
    want: true,
  },
  { output: '# runtime/cgo\ncgo: C compiler "gcc" not found: exec: "gcc": not found\n', want: true },
  {
    output: 'c.go:3:11: fatal error: nope.h: No such file or directory\nlib.go:3:8: syntax error\n',
    want: false,
  },
  { output: 'lib.go:3:8: undefined: x\n', want: false },
])('$output lacks C alone: $want', ({ output, want }) => expect(lacksC(output)).toBe(want));
