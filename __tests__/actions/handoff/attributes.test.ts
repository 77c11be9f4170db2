import { describe, expect, it } from 'vitest';
import {
  isReserved,
  parseAttributes,
  renderAttributes,
  storePath,
} from '../../../actions/handoff/src/attributes.ts';

const file = (path: string, executable = false) => ({ path, size: 1, sha256: '0', executable });

describe('what an artifact cannot say about its files', () => {
  it('is told only where there is something to tell', () => {
    expect(renderAttributes([file('a')], new Map([['a', 'a']]))).toBeUndefined();
    const text = renderAttributes(
      [file('a', true), file('b:c')],
      new Map([
        ['a', 'a'],
        ['b:c', '.handoff-names/1'],
      ]),
    );
    expect(parseAttributes(text ?? '')).toEqual({
      executable: ['a'],
      names: new Map([['.handoff-names/1', 'b:c']]),
    });
  });

  it('stores a path as it is, unless the service refuses it', () => {
    expect(storePath('dist/app', 3)).toBe('dist/app');
    for (const path of ['a:b', 'a\nb', 'dot.', 'space ', 'a?', 'a\\b'])
      expect(storePath(path, 3)).toBe('.handoff-names/3');
    expect(['.handoff.json', '.handoff-names/1', 'a/.handoff.json'].map(isReserved)).toEqual([
      true,
      true,
      false,
    ]);
  });

  const hostile = [
    'nonsense',
    '{}',
    '{"executable":["../x"],"names":{}}',
    '{"executable":[],"names":{"a":"/etc/passwd"}}',
    '{"executable":[],"names":{"a":"b/../../c"}}',
    '{"executable":[],"names":{"a":"b\\u0000"}}',
    '{"executable":[],"names":{"a":""}}',
    '{"executable":"all","names":{}}',
  ];
  it.each(hostile)('is refused when it is %s', (text) =>
    expect(() => parseAttributes(text)).toThrow(/^expected /),
  );
});
