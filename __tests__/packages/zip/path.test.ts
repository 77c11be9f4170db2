import { checkPath } from '@go-actions/zip';
import { expect, it } from 'vitest';

it.each(['a', 'a/b.txt', '..a/b', 'a..b', '.github/x', 'ünï cöde', 'a b', "it's (1) [x] #"])(
  'takes %j',
  (path) => expect(() => checkPath(path)).not.toThrow(),
);

it.each(['', '/a', 'a/', 'a//b', '.', '..', 'a/../b', './a', 'a/..', 'a.', 'a /b', 'a/b. '])(
  'finds %j outside of its folder',
  (path) => expect(() => checkPath(path)).toThrow('expected a path inside the folder'),
);

it.each(['a\\b', 'c:a', 'a\u0000', 'a\nb', 'a\u007f', 'a*', 'a?', 'a|b', 'a<b', 'a>b', 'a"b'])(
  'finds %j in no folder of Windows',
  (path) => expect(() => checkPath(path)).toThrow('expected a name that every system takes'),
);
