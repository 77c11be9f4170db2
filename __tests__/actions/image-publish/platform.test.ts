import { describe, expect, it } from 'vitest';
import { comparePlatforms, parsePlatform } from '../../../actions/image-publish/src/platform.ts';

describe('parsePlatform', () => {
  it.each(['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/riscv64'])('takes %s', (text) => {
    expect(parsePlatform(text)).toBeDefined();
  });
  it.each([
    'amd64',
    'linux',
    'linux/x86_64',
    'windows/amd64',
    'darwin/arm64',
    'linux/arm64/v8/x',
    'linux/arm/7',
    'something',
    'linux/amd65',
    '',
  ])('ko-build/ko#582: refuses %s, which ko ignores', (text) => {
    expect(() => parsePlatform(text)).toThrow('expected platforms such as');
  });
});

describe('comparePlatforms', () => {
  const compare = (found: string, asked: string) =>
    comparePlatforms(found.split(' ').map(parsePlatform), asked.split(' ').map(parsePlatform));
  it('ko-build/ko#699: a platform that the base image does not have is named', () => {
    expect(compare('linux/amd64', 'linux/amd64 linux/arm64')).toEqual([
      '`platforms` asks for linux/arm64, which the image does not have (does the base image?)',
    ]);
  });
  it('names what nobody asked for, and what is there twice', () => {
    expect(compare('linux/amd64 linux/s390x linux/amd64', 'linux/amd64')).toEqual([
      'the image has linux/s390x, which `platforms` does not name',
      'the image has linux/amd64 twice',
    ]);
  });
  it('takes the usual variant as said', () => {
    expect(compare('linux/arm64/v8 linux/arm', 'linux/arm64 linux/arm/v7')).toEqual([]);
    expect(compare('linux/arm/v6', 'linux/arm')).toHaveLength(2);
  });
});
