import { annotateFailures, type BuildResult, firstComplaint } from '@go-actions/go-build';
import { parseTarget } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

const failed = (target: string, cwd: string, output?: string): BuildResult => ({
  build: { target: parseTarget(target), cwd, args: [], env: {}, binaries: [] },
  binaries: [],
  failure: output === undefined ? undefined : { reason: 'exit code 1', output },
  ms: 1,
});

describe('annotateFailures', () => {
  it('shows each error once, with the targets that have it', () => {
    const unused = './main.go:3:7: "os" imported and not used\n';
    const results = [
      failed('linux/amd64', '/w/api', `# m.test/api\n${unused}`),
      failed('windows/amd64', '/w/api', `# m.test/api\n${unused}win.go:9: undefined: x\n`),
      failed('linux/amd64', '/w/api', unused),
      failed('linux/arm64', '/w/api'),
    ];
    expect(annotateFailures(results, (dir) => dir.slice('/w/'.length))).toEqual([
      {
        level: 'error',
        title: 'go build',
        file: 'api/main.go',
        line: 3,
        column: 7,
        message: '"os" imported and not used (linux/amd64, windows/amd64)',
      },
      {
        level: 'error',
        title: 'go build',
        file: 'api/win.go',
        line: 9,
        message: 'undefined: x (windows/amd64)',
      },
    ]);
  });

  it('keeps the same complaint of two modules apart', () => {
    const results = ['a', 'b'].map((dir) => failed('linux/amd64', dir, 'x.go:1:1: no\n'));
    expect(annotateFailures(results, (dir) => dir).map(({ file }) => file)).toEqual(['a/x.go', 'b/x.go']);
  });
});

describe('firstComplaint', () => {
  it.each([
    { name: 'the first error', output: '# m\n./a.go:3:7: bad\nb.go:1:1: worse\n', want: 'a.go:3: bad' },
    { name: 'the first line that is no heading', output: '\n# m\ngo: no module\n', want: 'go: no module' },
    {
      name: 'an error over two lines as one',
      output: 'a.go:1: x\n\thave (int)\n',
      want: 'a.go:1: x have (int)',
    },
    { name: 'that there was none', output: '\n', want: 'it said nothing' },
    { name: 'no more than a line', output: 'x'.repeat(900), want: 'x'.repeat(300) },
  ])('is $name', ({ output, want }) => expect(firstComplaint(output)).toBe(want));
});
