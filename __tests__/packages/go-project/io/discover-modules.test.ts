import { symlink } from 'node:fs/promises';
import { discoverModules, discoverReleaseModules } from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

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
