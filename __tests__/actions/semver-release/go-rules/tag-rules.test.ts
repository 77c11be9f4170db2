import { type GoModule, parseGoMod } from '@go-actions/go-project';
import { expect, it } from 'vitest';
import {
  findTaggedModule,
  judgeGoMod,
  judgeTag,
} from '../../../../actions/semver-release/src/go-rules/tag-rules.ts';
import { parseTag } from '../../../../actions/semver-release/src/version/tag.ts';

const module = (dir: string, path: string): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n`),
});
const MODULES = [module('.', 'm.test/app'), module('v2', 'm.test/app/v2'), module('tool', 'm.test/app/tool')];

it.each([
  { name: 'v1.0.0', dir: '.', rules: [] },
  { name: 'v2.0.0', dir: 'v2', rules: [] },
  { name: 'v3.0.0', dir: '.', rules: ['path suffix'] },
  { name: 'tool/v0.1.0', dir: 'tool', rules: [] },
  { name: 'v2/v2.0.0', dir: undefined, rules: ['tag prefix'] },
  { name: 'v1.0.1-0.20260101000000-abcdefabcdef', dir: '.', rules: ['pseudo-version'] },
])('$name is of the module in $dir, against $rules', ({ name, dir, rules }) => {
  const tag = parseTag(name) ?? expect.fail(name);
  const found = findTaggedModule(tag, MODULES);
  expect([found?.dir, judgeTag(tag, found, MODULES).map(({ rule }) => rule)]).toEqual([dir, rules]);
});

it('a go.mod is a regular file', () => {
  const own = module('tool', 'm.test/app/tool');
  expect(judgeGoMod(own, [{ path: 'go.mod', bytes: 1 }])).toEqual([]);
  expect(judgeGoMod(own, [{ path: 'main.go', bytes: 1 }])[0]?.found).toContain(
    'tool/go.mod is no regular file',
  );
});
