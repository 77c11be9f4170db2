import { type GoModule, parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import {
  judgeRepositoryPath,
  releaseFolder,
} from '../../../../actions/semver-release/src/go-rules/repository-path.ts';

const module = (dir: string, path: string): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n`),
});
const FORGE = { host: 'github.com', repository: 'octo/app' };

describe('judgeRepositoryPath', () => {
  it.each([
    { dir: '.', path: 'github.com/octo/app', want: '' },
    { dir: 'v2', path: 'github.com/octo/app/v2', want: '' },
    { dir: 'tool', path: 'github.com/octo/app/tools', want: 'impossible' },
    { dir: 'tool', path: 'github.com/octo/app/v5/tool', want: 'impossible' },
    { dir: '.', path: 'github.com/octo/former', want: 'doubtful' },
    { dir: '.', path: 'go.octo.dev/app', want: '' },
    { dir: 'tool', path: 'go.octo.dev/tool', want: '' },
    { dir: 'tool', path: 'go.octo.dev/other', want: 'unlikely' },
  ])('$path in $dir: $want', ({ dir, path, want }) => {
    const own = module(dir, path);
    const found = Object.entries(judgeRepositoryPath(own, [own], FORGE)).filter(
      ([, breaches]) => breaches.length > 0,
    );
    expect(found.map(([grade]) => grade).join()).toBe(want);
  });
});

it('a `v2` folder has the tags of the folder above', () => {
  expect(releaseFolder(module('sub/v2', 'm.test/app/sub/v2'))).toBe('sub');
  expect(releaseFolder(module('sub/v2', 'm.test/app/sub/v3'))).toBe('sub/v2');
});
