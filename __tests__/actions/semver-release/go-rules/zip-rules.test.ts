import { expect, it } from 'vitest';
import { judgeZip } from '../../../../actions/semver-release/src/go-rules/zip-rules.ts';

const MIB = 1024 ** 2;

it.each([
  { files: ['a.go', 'ünï.md', 'vendor/x/A/a.go', 'vendor/x/a/a.go'], says: undefined },
  { files: ['a.txt', 'A.txt'], says: '"a.txt" and "A.txt" differ by case alone' },
  { files: ['x/a', 'X/b'], says: '"x" and "X" differ by case alone' },
  { files: ['it*s'], says: 'with characters that Go refuses' },
  { files: ['aux.txt'], says: 'which Windows keeps for itself' },
  { files: ['GO.MOD'], says: 'GO.MOD must be written go.mod' },
])('$files: $says', ({ files, says }) => {
  const [breach] = judgeZip(files.map((path) => ({ path, bytes: 1 })));
  if (says === undefined) expect(breach).toBeUndefined();
  else expect(breach?.found).toContain(says);
});

it('a module has a size', () => {
  expect(judgeZip([{ path: 'LICENSE', bytes: 17 * MIB }])[0]?.found).toContain(
    'LICENSE is larger than 16 MiB',
  );
  expect(judgeZip([{ path: 'a.bin', bytes: 501 * MIB }])[0]?.found).toContain('it holds 501 MiB');
});
