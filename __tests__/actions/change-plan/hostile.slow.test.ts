import { execFile } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { changed, plan, SERVICE, short } from './service.ts';

describe('hostile repositories', () => {
  it('names that look like commands stay names', async () => {
    const odd = ['::set-output name=mode::none', 'a\n::error::x', '%0A::warning::y', '`$(id)`|<b>', '"a"\tb'];
    const options = ['-rf', '--output=x', ':(top)x', '::stop-commands::x'];
    const names = [...odd.map((name) => `data/${name}`), ...options];
    await using project = await changed(Object.fromEntries(names.map((name) => [name, 'x'])));
    const { code, stdout, outputs, annotations, summary } = await plan(project);
    expect(code).toBe(0);
    expect(outputs.mode).toBe('full');
    expect(annotations).toEqual([]);
    expect(stdout).not.toMatch(/^::(error|warning|set-output)/m);
    expect((JSON.parse(outputs['changed-files'] ?? '') as string[]).sort()).toEqual([...names].sort());
    expect(summary.replace(/(`+)[^\n]*?\1/g, '')).not.toMatch(/<b>|\$\(id\)/);
    expect(summary).not.toMatch(/^::error/m);
  });

  it.runIf(process.platform === 'linux')('names that are not UTF-8 count', async () => {
    await using project = await createProject(SERVICE, { git: true });
    await mkdir(project.path('internal/store/testdata'), { recursive: true });
    await writeFile(
      Buffer.concat([Buffer.from(project.path('internal/store/testdata/')), Buffer.from([0xff, 0xfe])]),
      'x',
    );
    await project.commit('change');
    const { code, outputs, stdout } = await plan(project);
    expect(code, stdout).toBe(0);
    expect(outputs).toMatchObject({ mode: 'affected', packages: 'example.com/svc/internal/store' });
    expect(outputs['changed-files']).toContain('\\udcff\\udcfe');
  });

  it.concurrent.each([
    { file: 'go.mod', line: 'toolchain go1.99.0-evil', says: 'go1.99.0-evil' },
    { file: 'go.mod', line: 'toolchain go1.24-evil/../x', says: 'go1.24-evil/../x' },
    { file: 'go.work', line: 'toolchain go1.99.0-evil', says: 'go1.99.0-evil' },
    { file: 'go.mod', line: 'toolchain a b', says: 'go.mod:5: ' },
  ])('`$line` in $file runs no go command, and everything else', async ({ file, line, says }) => {
    const head = file === 'go.work' ? 'go 1.24\n\nuse .\n' : 'module example.com/svc\n\ngo 1.24\n';
    await using project = await changed({ [file]: `${head}\n${line}\n` });
    await using bin = await createProject({});
    for (const name of ['go', 'go1.99.0-evil', 'go1.24-evil'])
      await writeFile(bin.path(name), `#!/bin/sh\ntouch '${bin.path('ran')}'\n`, { mode: 0o755 });
    const { code, outputs } = await plan(project, { env: { PATH: `${bin.dir}:${process.env.PATH}` } });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ mode: 'full', packages: './...', reason: expect.stringContaining(says) });
    expect(await readdir(bin.dir)).not.toContain('ran');
  });

  it.concurrent.each(['-x', 'a b', '$(id)', 'a;b', '::error::x'])(
    'a package in a folder called %j is none that Go loads: everything runs',
    async (name) => {
      await using project = await changed({ [`internal/${name}/x.go`]: 'package x\n' });
      const { code, outputs, annotations } = await plan(project);
      expect(code).toBe(0);
      expect(outputs).toMatchObject({ mode: 'full', packages: './...', mains: '' });
      expect(outputs.reason).toContain('does not load');
      expect(annotations.map(({ level }) => level)).toEqual(['notice']);
    },
  );

  it('a Go file with a line break in its name reads what it names', async () => {
    await using project = await changed(
      { 'internal/store/testdata/a/b.json': '[]' },
      { 'internal/fake/x\ny_test.go': 'package fake\n\nvar golden = "../store/testdata/a/b.json"\n' },
    );
    const { outputs } = await plan(project);
    expect(short(outputs.packages), outputs.reason).toEqual(['internal/fake', 'internal/store']);
  });

  it('symbolic links inside of the tree give a file more owners, those out of it none', async () => {
    await using project = await createProject({ ...SERVICE, 'docs/shared/a.md': 'a\n' }, { git: true });
    await symlink('../../../docs/shared', project.path('internal/store/testdata/shared'));
    await symlink('/etc', project.path('internal/fake/etc'));
    await symlink('../../../../../../../../etc/passwd', project.path('internal/fake/passwd_windows.go'));
    await symlink('/dev/zero', project.path('internal/fake/zero_windows.go'));
    await symlink('loop', project.path('loop'));
    await symlink('.', project.path('docs/around'));
    await project.commit('links');
    await project.commit('change', { 'docs/shared/a.md': 'b\n' });
    const { code, outputs } = await plan(project);
    expect(code).toBe(0);
    expect(outputs, outputs.reason).toMatchObject({
      mode: 'affected',
      packages: 'example.com/svc/internal/store',
    });
  });

  it('a submodule that holds packages runs everything, one below testdata its tests', async () => {
    await using inner = await createProject({ 'x.go': 'package sub\n' }, { git: true });
    await using project = await createProject(SERVICE, { git: true });
    const add = (path: string) =>
      project.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, path);
    await add('internal/sub');
    await add('internal/store/testdata/sub');
    await project.commit('submodules');
    await inner.commit('more', { 'y.go': 'package sub\n' });
    const move = (path: string) => project.exec('git', ['pull', '--quiet'], { cwd: project.path(path) });
    await move('internal/store/testdata/sub');
    await project.commit('moved');
    expect((await plan(project)).outputs).toMatchObject({
      mode: 'affected',
      packages: 'example.com/svc/internal/store',
    });
    await move('internal/sub');
    await project.commit('moved');
    expect((await plan(project)).outputs.reason).toContain('a submodule');
  });

  it('5,000 changed files are planned', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`internal/store/testdata/f${i}`, 'x']),
    );
    await using project = await changed(files);
    const { code, outputs, summary } = await plan(project);
    expect(code).toBe(0);
    expect(short(outputs.packages)).toEqual(['internal/store']);
    expect(outputs['changed-files']).toBe('');
    expect(summary).toContain('4960 more changed paths');
  });

  it('a go.mod that does not parse runs everything', async () => {
    await using project = await changed({ 'go.mod': 'module example.com/svc\n<<<<<<< HEAD\n' });
    const { code, outputs } = await plan(project);
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ mode: 'full', reason: expect.stringContaining('go.mod:2: ') });
  });

  it('two modules of one path run everything', async () => {
    await using project = await changed({ 'x/go.mod': 'module example.com/svc\n', 'README.md': '#' });
    expect((await plan(project)).outputs.reason).toContain('two modules are called `example.com/svc`');
  });

  it('git configuration of the repository runs nothing', async () => {
    await using project = await changed({
      'internal/fake/fake.go': 'package fake\n\nvar X = 1\n',
      '.gitattributes': '*.go diff=evil\n',
    });
    const marker = project.path('.git/ran');
    for (const [key, value] of [
      ['diff.evil.command', `touch ${marker}`],
      ['diff.evil.textconv', `touch ${marker}`],
      ['core.fsmonitor', `touch ${marker}; false`],
    ] as const) {
      await promisify(execFile)('git', ['config', key, value], { cwd: project.dir });
    }
    expect((await plan(project)).code).toBe(0);
    expect(await readdir(project.path('.git'))).not.toContain('ran');
  });
});
