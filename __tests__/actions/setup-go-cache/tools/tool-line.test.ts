import { describe, expect, it } from 'vitest';
import { parseToolLine, programName } from '../../../../actions/setup-go-cache/src/tools/tool-line.ts';

describe('`tools`', () => {
  const rows = [
    { line: 'golang.org/x/tools/cmd/stringer@v0.30.0', want: 'stringer' },
    { line: '  github.com/mikefarah/yq/v4@v4.44.1  # comment', want: 'yq' },
    { line: 'github.com/x/y/cmd/a-b@v1.2.3-rc.1+incompatible', want: 'a-b' },
    { line: '# nothing', want: undefined },
    { line: '', want: undefined },
  ];
  it.each(rows)('$line is $want', ({ line, want }) =>
    expect(parseToolLine(line).map(programName)[0]).toBe(want),
  );
  it.each(['stringer', 'golang.org/x/y@latest', '-x@v1.0.0', 'a/../b@v1.0.0', 'a b@v1.0.0', 'x@v1.0.0;ls'])(
    'refuses %j',
    (line) => expect(() => parseToolLine(line)).toThrow('exact version'),
  );
});
