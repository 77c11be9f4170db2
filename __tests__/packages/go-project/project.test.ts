import { symlink } from 'node:fs/promises';
import {
  discoverModules,
  discoverReleaseModules,
  JsonObjectStream,
  listPackages,
  readGoVersion,
} from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const gomod = (path: string) => `module ${path}\n\ngo 1.24\n`;

describe('discoverModules', () => {
  it('finds nested modules, but none in vendor, testdata, dotted and underscored folders', async () => {
    await using project = await createProject({
      'go.mod': gomod('example.com/m'),
      'a/b/go.mod': gomod('example.com/b'),
      'vendor/v/go.mod': gomod('v'),
      'x/testdata/go.mod': gomod('t'),
      '.hidden/go.mod': gomod('h'),
      '_old/go.mod': gomod('o'),
      'dir/go.mod/x.txt': '',
    });
    const { modules, workspace } = await discoverModules(project.dir);
    expect(modules.map(({ dir, path }) => [dir, path])).toEqual([
      ['.', 'example.com/m'],
      ['a/b', 'example.com/b'],
    ]);
    expect(workspace).toBeUndefined();
  });

  it('takes the use list of go.work and nothing else', async () => {
    await using project = await createProject({
      'go.work': 'go 1.24\nuse ./a/\nuse ./b\n',
      'a/go.mod': gomod('example.com/a'),
      'b/go.mod': gomod('example.com/b'),
      'c/go.mod': gomod('example.com/c'),
    });
    const { modules, workspace } = await discoverModules(project.dir);
    expect(modules.map(({ dir }) => dir)).toEqual(['a', 'b']);
    expect(workspace?.use).toEqual(['./a/', './b']);
  });

  const WORKSPACE = {
    'go.work': 'go 1.24\nuse ./app\nuse ./lib\n',
    'app/go.mod': gomod('example.com/app'),
    'app/sub/go.mod': gomod('example.com/sub'),
    'lib/go.mod': gomod('example.com/lib'),
    'tool/go.mod': gomod('example.com/tool'),
  };

  it('finds a go.work above the folder, as the go command does', async () => {
    await using project = await createProject(WORKSPACE);
    const found = await discoverModules(project.path('app'));
    expect(found.workFile).toBe('../go.work');
    expect(found.modules.map(({ dir }) => dir)).toEqual(['.']);
    expect(found.workspaceModules?.map(({ dir }) => dir)).toEqual(['.', '../lib']);
    // Not used by the workspace: the go command says so, and we do not hide the module.
    expect((await discoverModules(project.path('tool'))).modules.map(({ path }) => path)).toEqual([
      'example.com/tool',
    ]);
  });

  it('takes every module for itself with GOWORK=off, and the file that GOWORK names', async () => {
    await using project = await createProject({ ...WORKSPACE, 'other.work': 'go 1.24\nuse ./tool\n' });
    const off = await discoverModules(project.dir, { gowork: 'off' });
    expect(off.modules.map(({ dir }) => dir)).toEqual(['app', 'app/sub', 'lib', 'tool']);
    expect(off.workspace).toBeUndefined();
    const other = await discoverModules(project.dir, { gowork: project.path('other.work') });
    expect(other.modules.map(({ dir }) => dir)).toEqual(['tool']);
    await expect(discoverModules(project.dir, { gowork: 'go.work' })).rejects.toThrow(/not an absolute path/);
    const gone = project.path('gone.work');
    await expect(discoverModules(project.dir, { gowork: gone })).rejects.toThrow(/does not exist/);
  });

  it('names a nested go.mod that cannot be read beside the modules that can', async () => {
    await using project = await createProject({
      'go.mod': gomod('example.com/m'),
      'templates/go.mod': 'module {{ .Module }}\n',
    });
    const { modules, unreadable } = await discoverModules(project.dir);
    expect(modules.map(({ dir }) => dir)).toEqual(['.']);
    expect(unreadable).toEqual([
      { dir: 'templates', reason: expect.stringContaining('templates/go.mod:1:') },
    ]);
  });

  it('reads no go.mod through a link that leaves the checkout, and no device', async () => {
    await using outside = await createProject({ secret: 'TOKEN=abc\n' });
    await using project = await createProject({ 'go.mod': gomod('example.com/m'), 'a/x': '', 'b/x': '' });
    await symlink(outside.path('secret'), project.path('a/go.mod'));
    await symlink('/dev/zero', project.path('b/go.mod'));
    const { unreadable } = await discoverModules(project.dir);
    expect(unreadable.map(({ dir }) => dir)).toEqual(['a', 'b']);
    expect(JSON.stringify(unreadable)).not.toContain('abc');
  });

  it('knows for releases every folder that is no part of the module above', async () => {
    await using project = await createProject({
      ...WORKSPACE,
      'go.mod': gomod('example.com/root'),
      '_examples/go.mod': gomod('example.com/root/_examples'),
      'testdata/m/go.mod': 'not a go.mod',
      '.ci/tool/go.mod': gomod('ci'),
    });
    const { modules, boundaries } = discoverReleaseModules(project.dir);
    expect(modules.map(({ dir }) => dir)).toEqual(['.', 'app', 'app/sub', 'lib', 'tool']);
    const nested = ['.', '.ci/tool', '_examples', 'app', 'app/sub', 'lib', 'testdata/m', 'tool'];
    expect(boundaries).toEqual(nested);
  });

  it.each([
    { name: 'there is none', files: { 'x.go': 'package x\n' }, throws: /no go\.mod or go\.work in/ },
    {
      name: 'one does not parse',
      files: { 'a/go.mod': 'module x\nrequire y\n' },
      throws: /^a\/go\.mod:2: expected/,
    },
    {
      name: 'go.work uses a folder without',
      files: { 'go.work': 'use ./a\n' },
      throws: /go\.work uses a, but there is no a\/go\.mod/,
    },
  ])('says so when $name', async ({ files, throws }) => {
    await using project = await createProject(files as Record<string, string>);
    await expect(discoverModules(project.dir)).rejects.toThrow(throws);
  });
});

describe('listPackages', () => {
  it('gives packages in the words of go list, broken ones with their error', async () => {
    await using project = await createProject({
      'go.mod': gomod('example.com/m'),
      'a/a.go': 'package a\nimport _ "example.com/m/b"\n',
      'a/a_test.go': 'package a\nimport _ "testing"\n',
      'b/b.go': 'package b\n',
      'c/c.go': 'package c\nimport _ "example.com/m/missing"\n',
      'd/d.go': '//go:build special\n\npackage d\n',
    });
    const options = { dir: project.dir, patterns: ['./...'] };
    const packages = await listPackages({
      ...options,
      fields: ['ImportPath', 'Imports', 'TestImports', 'Error', 'DepsErrors'],
    });
    const byPath = Object.fromEntries(
      packages.map((pkg) => [pkg.ImportPath.slice('example.com/m/'.length), pkg]),
    );
    expect(byPath.a).toMatchObject({ Imports: ['example.com/m/b'], TestImports: ['testing'] });
    expect(byPath.b).not.toHaveProperty('GoFiles');
    expect(byPath.c?.DepsErrors?.[0]?.Err).toContain('example.com/m/missing');
    const tagged = await listPackages({ ...options, tags: ['special'], fields: ['ImportPath', 'GoFiles'] });
    expect(tagged.find((pkg) => pkg.ImportPath.endsWith('/d'))?.GoFiles).toEqual(['d.go']);
    const tests = await listPackages({
      ...options,
      patterns: ['./a'],
      test: true,
      deps: true,
      fields: ['ImportPath'],
    });
    expect(tests.map((pkg) => pkg.ImportPath)).toEqual(
      expect.arrayContaining(['example.com/m/b', 'example.com/m/a.test']),
    );
  });

  it('throws what the go command said when nothing could be listed', async () => {
    await using project = await createProject({ 'go.mod': 'module m\nnonsense\n' });
    await expect(listPackages({ dir: project.dir, patterns: ['./...'] })).rejects.toThrow(
      /exited with code 1[\s\S]*unknown directive/,
    );
  });
});

it('readGoVersion names the toolchain that runs', async () => {
  await using project = await createProject({ 'go.mod': gomod('m') });
  expect(await readGoVersion(project.dir)).toMatchObject({
    major: 1,
    text: expect.stringMatching(/^go1\.\d+/),
  });
});

describe('JsonObjectStream', () => {
  const objects = [{ a: '}{"\\' }, { b: { c: ['é日本', '\u{1F600}'] } }, {}, { d: '\\"' }];
  const text = objects.map((object) => JSON.stringify(object, null, '\t')).join('\n');

  it('gives the same objects however the bytes are cut (seed 1)', () => {
    const random = new Random(1);
    for (let round = 0; round < 200; round++) {
      const got: unknown[] = [];
      const stream = new JsonObjectStream((object) => got.push(object));
      for (let rest = Buffer.from(text); rest.length > 0; ) {
        const size = 1 + random.below(random.pick([1, 3, 40]));
        stream.push(rest.subarray(0, size));
        rest = rest.subarray(size);
      }
      stream.end();
      expect(got).toEqual(objects);
    }
  });

  it.each(['{"a": 1', '{} x', '{"a": "'])('says that %j ends early', (input) => {
    const stream = new JsonObjectStream(() => undefined);
    stream.push(Buffer.from(input));
    expect(() => stream.end()).toThrow('ended early');
  });
});
