import { expect, it } from 'vitest';
import {
  isFileName,
  isModuleName,
  isNamedFile,
  isPlainName,
} from '../../../../actions/setup-go-cache/src/pack/names.ts';

const HOSTILE = [
  '',
  '.',
  '..',
  '/etc/passwd',
  '../x',
  'a/../b',
  'a//b',
  'a/',
  'a\\b',
  'c:x',
  'a\nb',
  'a\0b',
  7,
  undefined,
];

it.each(HOSTILE)('%j is no name of any kind', (name) =>
  expect([isModuleName(name), isFileName(name), isPlainName(name), isNamedFile(name)]).toEqual(
    Array(4).fill(false),
  ),
);

it('names are what Go takes', () => {
  expect(['github.com/A/b~c', 'v1.0.0+incompatible', 'gopkg.in/x.v3'].every(isModuleName)).toBe(true);
  expect(isModuleName('a b')).toBe(false);
  expect(['a/b é.go', 'LICENSE', '.hidden'].every(isFileName)).toBe(true);
  expect([isPlainName('app'), isPlainName('bin/app')]).toEqual([true, false]);
  expect(['fuzz/m/FuzzX/1', 'setup-go-cache-tools/x/tool', 'other/x', 'fuzz'].map(isNamedFile)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
