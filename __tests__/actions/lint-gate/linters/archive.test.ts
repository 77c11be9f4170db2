import { describe, expect, it } from 'vitest';
import { packFiles, unpackFiles } from '../../../../actions/lint-gate/src/linters/archive.ts';

describe('archives', () => {
  const files = [
    { path: 'a/b-d', bytes: Buffer.from('one') },
    { path: 'c.txt', bytes: Buffer.alloc(0) },
  ];
  it('come out as they went in', () => expect(unpackFiles(packFiles(files))).toEqual(files));
  const named = (path: string) => packFiles([{ path, bytes: Buffer.from('x') }]);
  it.each([
    { name: 'a name above the folder', archive: named('../x'), throws: 'the archive names "../x"' },
    { name: 'an absolute name', archive: named('/etc/x'), throws: 'the archive names' },
    { name: 'a Windows name', archive: named('a\\..\\x'), throws: 'the archive names' },
    { name: 'a missing end', archive: packFiles(files).subarray(0, -1), throws: 'cut off' },
    {
      name: 'more than the index says',
      archive: Buffer.concat([packFiles(files), Buffer.from('x')]),
      throws: 'longer',
    },
    { name: 'nothing', archive: Buffer.alloc(0), throws: 'empty' },
  ])('with $name are refused', ({ archive, throws }) => expect(() => unpackFiles(archive)).toThrow(throws));
});
