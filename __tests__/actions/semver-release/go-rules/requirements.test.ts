import { type GoModule, parseGoMod } from '@go-actions/go-project';
import { expect, it } from 'vitest';
import {
  judgeRequirements,
  listSiblingRevisions,
} from '../../../../actions/semver-release/src/go-rules/requirements.ts';

const module = (dir: string, path: string, more = ''): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n${more}`),
});
const LIB = module('lib', 'm.test/app/lib');

it.each([
  { line: 'm.test/app/lib v1.0.0', refused: false },
  { line: 'm.test/app/lib v1.1.0', refused: true },
  { line: 'm.test/app/lib v1.0.1-0.20260101000000-abcdefabcdef', refused: false },
  { line: 'm.test/app/lib v1.0.1-0.20260101000001-abcdefabcdef', refused: true },
  { line: 'm.test/app/lib v1.0.1-0.20260101000000-000000abcdef', refused: true },
  { line: 'm.test/other v0.0.0-00010101000000-000000000000', refused: true },
  { line: 'm.test/other v1.0.0', refused: false },
])('case release/08: require $line is refused: $refused', ({ line, refused }) => {
  const own = module('.', 'm.test/app', `require ${line}\n`);
  const breaches = judgeRequirements(own, {
    modules: [own, LIB],
    tags: new Set(['lib/v1.0.0']),
    commitTime: (revision) => (revision === 'abcdefabcdef' ? '20260101000000' : undefined),
  });
  expect(breaches.length > 0).toBe(refused);
});

it('lists the commits of the repository that go.mod names', () => {
  const own = module('.', 'm.test/app', 'require m.test/app/lib v1.0.1-0.20260101000000-abcdefabcdef\n');
  expect(listSiblingRevisions(own, [own, LIB])).toEqual(['abcdefabcdef']);
});
