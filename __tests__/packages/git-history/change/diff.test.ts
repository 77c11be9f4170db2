import { parseNameStatus, parseUnifiedZero } from '@go-actions/git-history';
import { describe, expect, it } from 'vitest';

describe('parseNameStatus', () => {
  const rows = [
    { name: 'reads nothing from nothing', input: '', want: [] },
    {
      name: 'reads one name or two, whatever is in them',
      input: 'M\0a b\nc.go\0R087\0old.go\0new.go\0D\0::error::x\0',
      want: [
        { status: 'modified', path: 'a b\nc.go' },
        { status: 'renamed', path: 'new.go', oldPath: 'old.go' },
        { status: 'deleted', path: '::error::x' },
      ],
    },
    { name: 'refuses a status it does not know', input: 'Q\0a\0', throws: 'unknown entry "Q"' },
    { name: 'refuses a rename that is cut off', input: 'R100\0a\0', throws: 'unknown entry "R100"' },
  ];
  it.each(rows)('$name', (row) => {
    const parse = () => parseNameStatus(Buffer.from(row.input));
    if ('throws' in row) expect(parse).toThrow(row.throws);
    else expect(parse()).toEqual(row.want);
  });
});

describe('parseUnifiedZero', () => {
  const diff = (lines: string[]) => Object.fromEntries(parseUnifiedZero(Buffer.from(lines.join('\n'))));

  it('keeps the new side of every hunk and leaves out deletions', () => {
    const got = diff([
      'diff --git a/x.go b/x.go',
      '--- a/x.go',
      '+++ b/x.go',
      '@@ -3,0 +4,2 @@ func f',
      '+a',
      '+b',
      '@@ -9 +11,0 @@',
      '-c',
      '',
    ]);
    expect(got).toEqual({ 'x.go': [{ start: 4, end: 5 }] });
  });

  it('does not read content as headers', () => {
    const got = diff([
      'diff --git a/x b/x',
      '--- a/x',
      '+++ b/x',
      '@@ -1 +1,2 @@',
      '--- a/y',
      '+++ b/y',
      '+@@ -1 +1 @@',
      '',
    ]);
    expect(got).toEqual({ x: [{ start: 1, end: 2 }] });
  });

  it('skips the remarks about missing line ends', () => {
    const remark = '\\ No newline at end of file';
    const got = diff([
      'diff --git a/x b/x',
      '--- a/x',
      '+++ b/x',
      '@@ -1 +1 @@',
      '-a',
      remark,
      '+b',
      remark,
      'diff --git a/y b/y',
      '--- /dev/null',
      '+++ b/y',
      '@@ -0,0 +1 @@',
      '+c',
      '',
    ]);
    expect(got).toEqual({ x: [{ start: 1, end: 1 }], y: [{ start: 1, end: 1 }] });
  });

  it('leaves out deleted and binary files', () => {
    const got = diff([
      'diff --git a/x b/x',
      'deleted file mode 100644',
      '--- a/x',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-a',
      'diff --git a/y b/y',
      'Binary files a/y and b/y differ',
      '',
    ]);
    expect(got).toEqual({});
  });
});
