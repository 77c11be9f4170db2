import { createProject, runAction } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { parseGlob } from '../../../actions/change-plan/src/rules/globs.ts';
import { changed, plan, SERVICE, short } from './service.ts';

describe('rules', () => {
  it.concurrent.each([
    {
      name: 'order a check for a file that nobody owns',
      rules: 'deploy/**: [e2e]',
      want: { mode: 'affected', checks: ['e2e'], packages: ['./...'] },
    },
    {
      name: 'may be one word',
      rules: 'deploy/**: e2e',
      want: { mode: 'affected', checks: ['e2e'], packages: ['./...'] },
    },
    {
      name: 'take all packages when nothing narrows them down',
      rules: 'deploy/**: [unit, build]',
      want: { mode: 'affected', checks: ['unit', 'build'], packages: ['./...'] },
    },
    {
      name: 'order nothing with an empty list',
      rules: 'deploy/**: []',
      want: { mode: 'none', checks: [], packages: [] },
    },
    {
      name: 'that match nothing leave the file to everything',
      rules: 'charts/**: []',
      want: {
        mode: 'full',
        checks: ['lint', 'unit', 'contract', 'generate', 'build', 'e2e'],
        packages: ['./...'],
      },
    },
  ])('$name', async ({ rules, want }) => {
    await using project = await changed({ 'deploy/app.yaml': 'a: 1\n' });
    const { outputs } = await plan(project, { inputs: { rules } });
    expect({
      mode: outputs.mode,
      checks: JSON.parse(outputs.checks ?? ''),
      packages: short(outputs.packages),
    }).toEqual(want);
  });

  it('add to what the graph orders, and take the place of a default rule with the same glob', async () => {
    await using project = await changed({
      'cmd/cli/x.go': 'package main\n',
      'internal/fake/x.go': 'package fake\n',
    });
    const { outputs } = await plan(project, {
      inputs: { rules: 'cmd/**: [build]\ninternal/**: [contract]' },
    });
    expect(JSON.parse(outputs.checks ?? '')).toEqual(['lint', 'unit', 'contract', 'build']);
  });
});

describe('bad inputs', () => {
  it('are named together, each with what was found and what would work', async () => {
    await using project = await createProject(SERVICE, { git: true });
    const { code, annotations, outputs } = await plan(project, {
      inputs: {
        select: 'some',
        base: '--upload-pack=x',
        rules: 'a/**: [units]',
        always: '!x',
        'max-shards': '0',
        targets: 'linux',
      },
      event: { before: 'a'.repeat(40) },
    });
    expect(code).toBe(1);
    expect(outputs).toEqual({});
    expect(annotations[0]?.message.split('\n')).toEqual([
      '`select` is "some"; expected one of affected, all',
      '`base` is "--upload-pack=x"; expected one commit, branch or tag',
      '`rules` is "a/**: [units]"; expected checks out of lint, unit, contract, generate, build, e2e for "a/**", found "units"',
      '`always` is "!x"; expected a path glob, found "!x"',
      '`max-shards` is "0"; expected a whole number from 1 to 256',
      expect.stringContaining(
        '`targets` is "linux"; expected targets such as "linux/amd64" or "linux/arm/7"',
      ),
    ]);
  });

  it.concurrent.each([
    { dir: 'nowhere', message: /`working-directory` is "nowhere", which is not a directory/ },
    { dir: '../..', message: /not a directory in the checkout/ },
    { dir: 'docs', message: /no go\.mod or go\.work in .*docs/ },
  ])('are red: the working directory $dir', async ({ dir, message }) => {
    await using project = await createProject({ 'docs/x.md': '', 'src/go.mod': 'module m\n\ngo 1.24\n' });
    const { code, annotations } = await runAction('change-plan', {
      workspace: project.dir,
      inputs: { 'working-directory': dir },
    });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toMatch(message);
  });
});

it('targets may have variants, commas in them and between them', async () => {
  await using project = await changed({ 'internal/store/store.go': 'package store\n\nvar X = 1\n' });
  const { outputs } = await plan(project, {
    inputs: { targets: 'linux/amd64,linux/arm/7, linux/arm/6,softfloat\nlinux/amd64' },
  });
  expect(JSON.parse(outputs.targets ?? '')).toEqual([
    { target: 'linux/amd64', goos: 'linux', goarch: 'amd64' },
    { target: 'linux/arm/7', goos: 'linux', goarch: 'arm', goarm: '7' },
    { target: 'linux/arm/6,softfloat', goos: 'linux', goarch: 'arm', goarm: '6,softfloat' },
  ]);
});

describe('globs', () => {
  it.each([
    { glob: '**/*.md', match: ['a.md', 'a/b.md', '.x/b.md'], not: ['a.mdx', 'md'] },
    { glob: 'docs/**', match: ['docs/a', 'docs/a/b'], not: ['docsx/a', 'a/docs/b'] },
    {
      glob: '.golangci.*',
      match: ['.golangci.yml', '.golangci.toml'],
      not: ['a/.golangci.yml', '.golangci'],
    },
    { glob: 'a/{b,c}/[xy]?', match: ['a/b/x1', 'a/c/y2'], not: ['a/d/x1', 'a/b/z1'] },
    { glob: 'Makefile', match: ['Makefile'], not: ['a/Makefile', 'makefile'] },
    { glob: 'a b/*', match: ['a b/c'], not: ['a/c'] },
  ])('$glob', ({ glob, match, not }) => {
    const { matches } = parseGlob(glob);
    expect(match.filter((path) => !matches(path))).toEqual([]);
    expect(not.filter(matches)).toEqual([]);
  });
});

it('`always` may list its own globs, braces included', async () => {
  await using project = await changed({ 'build/x.mk': 'a\n', 'README.md': '#' });
  const { outputs } = await plan(project, {
    inputs: { always: 'a.{b,c}, build/*.{mk,sh}', rules: 'build/**: []' },
  });
  expect(outputs).toMatchObject({
    mode: 'full',
    reason: expect.stringContaining('`always` lists `build/*.{mk,sh}`'),
  });
});
