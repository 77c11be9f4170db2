import { describe, expect, it } from 'vitest';
import {
  listLogPaths,
  listReadPaths,
  parseTestLog,
} from '../../../../actions/setup-go-cache/src/build-cache/test-log.ts';

describe('the log of a test', () => {
  it('names what it has looked at, from the folder that it was in', () => {
    const lines = parseTestLog(
      '# test log\ngetenv HOME\nopen testdata/a b.txt\nstat ../x/\nchdir /w/other\nopen y\nopen /etc/hosts\n',
    );
    expect(listReadPaths(lines ?? [], '/w/pkg')).toEqual([
      { path: '/w/pkg/testdata/a b.txt', listed: true },
      { path: '/w/x', listed: false },
      { path: '/w/other', listed: false },
      { path: '/w/other/y', listed: true },
      { path: '/etc/hosts', listed: true },
    ]);
  });
  it.each(['', '# test log', '# test log\nopen', '# test log\nremove x\n', 'open x\n'])('is not %j', (text) =>
    expect(parseTestLog(text)).toBeUndefined(),
  );
  it('may belong to several packages', () =>
    expect(
      listLogPaths([{ text: '# test log\nopen x\n', tests: ['a', '.'] }]).map(({ path }) => path),
    ).toEqual(['a/x', 'x']));
});
