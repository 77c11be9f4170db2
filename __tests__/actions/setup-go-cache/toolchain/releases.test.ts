import { describe, expect, it } from 'vitest';
import {
  parseArchitecture,
  parseReleaseIndex,
} from '../../../../actions/setup-go-cache/src/toolchain/releases.ts';

describe('releases', () => {
  it('are read for one platform; what has no plain name or no hash is left out', () => {
    const file = { os: 'linux', arch: 'amd64', kind: 'archive', sha256: 'a'.repeat(64), size: 5 };
    const json = [
      {
        version: 'go1.26.8',
        files: [
          { ...file, arch: 'arm64' },
          { ...file, filename: 'go1.26.8.linux-amd64.tar.gz' },
        ],
      },
      { version: 'go1.26.7', files: [{ ...file, filename: '../../evil.tar.gz' }] },
      { version: 'go1.26.6', files: [{ ...file, filename: 'go1.tar.gz', sha256: 'short' }] },
      { version: 7 },
      null,
    ];
    expect([...parseReleaseIndex(json, 'linux', 'amd64').keys()]).toEqual(['go1.26.8']);
    expect(() => parseReleaseIndex({}, 'linux', 'amd64')).toThrow('expected a JSON list');
    expect(parseArchitecture('X64')).toEqual({ toolCache: 'x64', go: 'amd64' });
    expect(() => parseArchitecture('mips')).toThrow('expected one of');
  });
});
