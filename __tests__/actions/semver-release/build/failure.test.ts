import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../../../actions/semver-release/src/build/failure.ts';

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
