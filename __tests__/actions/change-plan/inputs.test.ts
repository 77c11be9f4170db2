import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
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
      '`targets` is "linux"; expected GOOS/GOARCH such as "linux/amd64", found "linux"',
    ]);
  });

  it.each([
    {
      name: 'a folder that is not there',
      inputs: { 'working-directory': 'nowhere' },
      message: /`working-directory` is "nowhere", which is no folder/,
    },
    {
      name: 'a folder outside of the checkout',
      inputs: { 'working-directory': '../..' },
      message: /inside of the checkout/,
    },
    {
      name: 'a folder without a Go module',
      inputs: { 'working-directory': 'docs' },
      message: /no go\.mod or go\.work in .*docs/,
    },
    {
      name: 'rules that are no YAML',
      inputs: { rules: 'a: [' },
      message: /`rules` is "a: \["; expected YAML/,
    },
    { name: 'rules that are no map', inputs: { rules: '- a' }, message: /expected a YAML map of path glob/ },
    { name: 'a glob with an open bracket', inputs: { rules: 'a/[b: [unit]' }, message: /closed brackets/ },
  ])('are red: $name', async ({ inputs, message }) => {
    await using project = await createProject(
      { 'docs/x.md': '', 'src/go.mod': 'module m\n\ngo 1.24\n' },
      { git: true },
    );
    const { code, annotations } = await plan(project, {
      inputs: inputs as never,
      event: { before: 'a'.repeat(40) },
    });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toMatch(message);
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
