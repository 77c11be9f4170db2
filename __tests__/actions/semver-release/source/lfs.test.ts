import { describe, expect, it } from 'vitest';
import {
  parseLfsPaths,
  parsePointer,
  pathOfObject,
} from '../../../../actions/semver-release/src/source/lfs.ts';

const OID = 'ab12'.repeat(16);

describe('Git LFS', () => {
  it('reads pointers, and takes nothing else for one', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${OID}\nsize 12\n`;
    expect(parsePointer(pointer)).toEqual({ sha256: OID, bytes: 12 });
    expect(parsePointer(pointer.replace('oid', 'ext-0-foo sha256:x\noid'))).toEqual({
      sha256: OID,
      bytes: 12,
    });
    expect(parsePointer(`text about ${pointer}`)).toBeUndefined();
    expect(parsePointer(pointer.replace(OID, OID.slice(1)))).toBeUndefined();
    expect(pathOfObject({ sha256: OID, bytes: 12 })).toBe(`ab/12/${OID}`);
  });

  it('reads git check-attr -z', () => {
    expect(parseLfsPaths('a b\0filter\0lfs\0c\0filter\0unspecified\0d\0filter\0lfs\0')).toEqual(['a b', 'd']);
    expect(parseLfsPaths('')).toEqual([]);
  });
});
