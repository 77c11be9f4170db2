import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { readProject } from '../../../../actions/setup-go-cache/src/io/project.ts';
import { parseArchitecture } from '../../../../actions/setup-go-cache/src/toolchain/releases.ts';

const SUM = 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const line = (name: string) => `example.com/${name} v1.0.0 ${SUM}\n`;
const GO = {
  version: undefined,
  versionFile: undefined,
  checkLatest: false,
  architecture: parseArchitecture('x64'),
  downloadBase: 'https://go.dev/dl',
  token: undefined,
};

/** A workspace with a checkout in `app` and another one beside it. */
const FILES = {
  'app/go.mod': 'module example.com/app\n\ngo 1.24\n',
  'app/go.sum': line('a'),
  'app/tools/go.mod': 'module example.com/app/tools\n\ngo 1.24\n',
  'app/tools/go.sum': line('b'),
  'libs/go.mod': 'module example.com/libs\n\ngo 1.24\n',
  'other/go.sum': line('c'),
};

describe('case cache-plan/17: `cache-dependency-path`', () => {
  const rows: { patterns: string[]; workingDirectory?: string; knows: string[] }[] = [
    { patterns: ['app/go.sum'], knows: ['a'] },
    { patterns: ['app/go.mod'], knows: ['a'] },
    { patterns: ['app/go.mod', 'app/go.sum'], knows: ['a'] },
    { patterns: ['**/go.mod'], knows: ['a', 'b'] },
    { patterns: ['**/go.sum'], knows: ['a', 'b', 'c'] },
    { patterns: ['libs/go.mod'], knows: [] },
    { patterns: ['# ours', '**/go.sum', '!other/**', '!app/tools/go.sum'], knows: ['a'] },
    { patterns: ['./app/go.sum', 'other', 'other/*'], knows: ['a', 'c'] },
    { patterns: ['app/go.mod'], workingDirectory: 'app', knows: ['a'] },
    { patterns: [], workingDirectory: 'app', knows: ['a', 'b'] },
  ];
  it.each(rows)(
    '$patterns in `$workingDirectory` knows the modules of $knows',
    async ({ patterns, workingDirectory = '.', knows }) => {
      await using workspace = await createProject(FILES);
      const project = await readProject({ workingDirectory, dependencyFiles: patterns }, GO, workspace.dir);
      expect([...project.sums.trees.keys()].sort()).toEqual(
        knows.map((name) => `example.com/${name}@v1.0.0`),
      );
    },
  );

  it('is part of the key with all of its text, a go.mod without sums included', async () => {
    await using workspace = await createProject(FILES);
    const read = async (...dependencyFiles: string[]) =>
      (await readProject({ workingDirectory: '.', dependencyFiles }, GO, workspace.dir)).sumText;
    expect(await read('libs/go.mod')).toBe(FILES['libs/go.mod']);
    expect(await read('app/go.mod')).toBe(`${FILES['app/go.mod']}\n${FILES['app/go.sum']}`);
  });

  it('that matches nothing is an error that says what patterns are relative to', async () => {
    await using workspace = await createProject(FILES);
    const reading = readProject({ workingDirectory: 'app', dependencyFiles: ['go.sum'] }, GO, workspace.dir);
    await expect(reading).rejects.toThrow('`cache-dependency-path` is "go.sum"; no file matches.');
  });
});
