import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { MAIN, PROGRAM, setStage } from './stage.ts';

const LIBRARY = { 'go.mod': 'module m.test/lib\n\ngo 1.24\n', 'lib.go': 'package lib\n' };
const planOf = (result: { outputs: Record<string, string> }) => JSON.parse(result.outputs.plan ?? '{}');
const said = (result: { annotations: { message: string }[] }) =>
  result.annotations.map(({ message }) => message).join('\n');

describe.concurrent('semver-release by its cases', () => {
  it('case release/07: a folder with a go.mod is no part of the module above, wherever it lies', async () => {
    await using stage = await setStage({
      ...LIBRARY,
      'go.work': 'go 1.24\n\nuse .\n',
      ...Object.fromEntries(
        ['_examples/a', 'testdata/mod', '.ci/tool', 'ex'].flatMap((dir) => [
          [`${dir}/go.mod`, `module m.test/lib/${dir.replace(/\W+/g, '')}\n`],
        ]),
      ),
    });
    await stage.project.git('tag', 'v1.2.3');
    for (const dir of ['_examples/a', 'testdata/mod', '.ci/tool', 'ex'])
      await stage.project.commit(`feat!: break ${dir}`, { [`${dir}/x.txt`]: 'x' });
    await stage.project.commit('fix: the library', { 'README.md': 'mended\n' });
    const result = await stage.release('v1.2.4', { 'bump-check': 'error' });
    expect(result).toMatchObject({ code: 0, outputs: { type: 'patch', 'skip-docs': 'true' } });
    expect(result.outputs.notes).not.toContain('break');
  });

  it('case release/10: a mistaken high version that was retracted is neither the previous one nor in the way', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.5.0');
    await stage.project.commit('feat: oops');
    await stage.project.git('tag', 'v1.99.0');
    await stage.project.commit('fix: take it back', {
      'go.mod': `${LIBRARY['go.mod']}\nretract [v1.99.0, v1.99.1]\n`,
    });
    const own = await stage.release('v1.99.1', { phase: 'plan' });
    expect(own).toMatchObject({ code: 0, annotations: [{ level: 'warning' }] });
    expect(said(own)).toContain('v1.99.1 is retracted by go.mod');
    await stage.project.commit('chore: go on', { 'go.mod': LIBRARY['go.mod'] });
    const next = await stage.release('v1.6.0');
    expect(next).toMatchObject({ code: 0 });
    expect(planOf(next)).toMatchObject({ previous: 'v1.5.0' });
  });

  it('case release/11: a library whose tag was moved is not "published already"', async () => {
    await using stage = await setStage(LIBRARY);
    expect(await stage.release('v1.0.0')).toMatchObject({ code: 0, outputs: { changed: 'true' } });
    await stage.project.commit('fix: moved');
    await stage.project.git('tag', '--force', 'v1.0.0');
    await stage.project.git('push', '--quiet', '--force', 'origin', 'v1.0.0');
    const result = await stage.run('v1.0.0');
    expect(result.code).toBe(1);
    expect(said(result)).toMatch(/was published for the commit \w{12}, and the tag is now at \w{12}/);
    await stage.project.git('tag', 'v1.1.0');
    const withdrawn = await stage.run('v1.1.0');
    expect(said(withdrawn)).toContain('v1.1.0 was pushed, and is not on GitHub any more');
    expect(await stage.project.git('ls-remote', 'origin', 'refs/tags/v1.1.0')).toBe('');
  });

  it('case release/12: a candidate that was published by hand without its flag gets it', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.release('v1.0.0');
    await stage.project.commit('feat: a');
    await stage.release('v1.1.0-rc.1', { phase: 'plan' });
    const byHand = await fetch(`${stage.api.url}/repos/octo/app/releases`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret-token', 'content-type': 'application/json' },
      body: JSON.stringify({ tag_name: 'v1.1.0-rc.1', draft: false, name: 'mine', body: '' }),
    });
    expect(byHand.status).toBe(201);
    const result = await stage.run('v1.1.0-rc.1');
    expect(result).toMatchObject({ code: 0, outputs: { changed: 'true', prerelease: 'true' } });
    const mended = stage.api.releases().find(({ tag }) => tag === 'v1.1.0-rc.1');
    expect(mended).toMatchObject({ prerelease: true, name: 'mine' });
    expect(mended?.body).toContain('## Features');
    expect(await stage.run('v1.1.0-rc.1')).toMatchObject({ outputs: { changed: 'false' } });
  });

  it('case release/14: lists that lag behind do not hide what was published', async () => {
    await using stage = await setStage(LIBRARY, { listLag: 40 });
    expect(await stage.release('v1.0.0')).toMatchObject({ code: 0, outputs: { changed: 'true' } });
    expect(await stage.run('v1.0.0', { phase: 'verify' })).toMatchObject({ code: 0 });
    expect(await stage.run('v1.0.0')).toMatchObject({ code: 0, outputs: { changed: 'false' } });
    expect(stage.api.releases()).toHaveLength(1);
  });

  it('case release/15: a program with build metadata is built when that is allowed', async () => {
    await using stage = await setStage(PROGRAM);
    const result = await stage.release('v1.0.0+b1', { 'build-metadata': 'allow', phase: 'build' });
    expect(result).toMatchObject({ code: 0, annotations: [{ level: 'warning' }] });
    expect(said(result)).toContain('Go sees no version in the tag of v1.0.0+b1');
  });

  it('case release/16: a main of one platform is in the archive of that platform alone', async () => {
    await using stage = await setStage({
      'go.mod': PROGRAM['go.mod'] ?? '',
      'cmd/svc/main.go': `//go:build windows\n\n${MAIN}`,
      'cmd/daemon/main_linux.go': MAIN,
      'cmd/both/main.go': MAIN,
      'cmd/mac/main_darwin.go': MAIN,
    });
    const result = await stage.release('v1.0.0', {
      phase: 'build',
      'assets-dir': 'out',
      targets: 'linux/amd64 windows/amd64 linux/amd64',
      sbom: 'none',
    });
    expect(result.code).toBe(0);
    expect(said(result)).toContain('m.test/app/cmd/mac cannot be built for any of the `targets`');
    const list = (name: string) => stage.project.exec('tar', ['-tzf', `out/${name}`]);
    expect(await list('app_1.0.0_linux_amd64.tar.gz')).toBe('both\ndaemon\n');
    expect(await stage.project.exec('unzip', ['-Z1', 'out/app_1.0.0_windows_amd64.zip'])).toBe(
      'both.exe\nsvc.exe\n',
    );
    expect(JSON.parse(result.outputs.assets ?? '[]')).toHaveLength(3);
  });

  it('case release/05: a library that only builds within its go.work is refused', async () => {
    await using stage = await setStage({
      ...LIBRARY,
      'x/x.go': 'package x\n',
      'go.work': 'go 1.24\n\nuse (\n\t.\n\t./sub\n)\n',
      'sub/go.mod': 'module m.test/lib/sub\n\ngo 1.24\n',
      'sub/sub.go': 'package sub\n\nimport _ "m.test/lib/x"\n',
    });
    const refused = await stage.release('sub/v1.0.0', { phase: 'build' });
    expect(refused.code).toBe(1);
    expect(refused.annotations[0]).toMatchObject({ file: 'sub/sub.go', line: 3 });
    expect(said(refused)).toContain('no required module provides package m.test/lib/x');
    const warned = await stage.run('sub/v1.0.0', { phase: 'build', 'install-check': 'warn' });
    expect(warned).toMatchObject({ code: 0, annotations: [{ level: 'warning' }, { level: 'warning' }] });
  });

  it('case release/22: the settings of the machine change nothing', async () => {
    await using stage = await setStage(LIBRARY);
    await using home = await createProject({
      '.gitconfig':
        '[log]\n\tshowSignature = true\n\tmailmap = true\n[clone]\n\tdefaultRemoteName = upstream\n[color]\n\tui = always\n[core]\n\tattributesFile = /dev/null\n[column]\n\tui = always\n',
    });
    await stage.project.commit('feat: a');
    const plain = await stage.release('v1.0.0', { phase: 'plan' });
    const set = await stage.run('v1.0.0', { phase: 'plan' }, { HOME: home.dir });
    expect(set).toMatchObject({ code: 0, annotations: [] });
    expect(set.outputs.plan).toBe(plain.outputs.plan);
    expect(set.outputs.notes).toBe(plain.outputs.notes);
  });

  it('a checkout whose remote has another name is completed from there', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.commit('feat: a');
    await stage.release('v1.1.0', { phase: 'plan' });
    await stage.project.git('push', '--quiet', 'origin', 'v1.0.0');
    const url = `file://${stage.project.dir}.git`;
    await stage.project.git(
      '-c',
      'clone.defaultRemoteName=upstream',
      'clone',
      '--quiet',
      '--depth=1',
      '--branch=v1.1.0',
      url,
      'shallow',
    );
    const result = await stage.run('v1.1.0', { phase: 'plan', 'working-directory': 'shallow' });
    expect(planOf(result)).toMatchObject({ previous: 'v1.0.0' });
  });

  it('case release/24: one commit that follows no convention is named', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.commit('Add a login page (#7)');
    const result = await stage.release('v1.0.1', { phase: 'plan' });
    expect(result.outputs.notes).toContain('Add a login page ([#7](https://github.com/octo/app/pull/7))');
    expect(result.outputs['skip-docs']).toBe('false');
  });

  it('case release/28: the checkout of another user is planned, as in job containers', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can give files to another user');
    await using stage = await setStage(LIBRARY);
    await using home = await createProject({});
    await home.write({ '.gitconfig': `[safe]\n\tdirectory = ${stage.project.dir}\n` });
    await stage.project.commit('feat: a');
    await stage.release('v1.0.0', { phase: 'plan' });
    await stage.project.exec('chown', ['-R', '12345', stage.project.dir]);
    const result = await stage.run(
      'v1.0.0',
      { phase: 'plan' },
      { HOME: home.dir, GITHUB_SHA: 'refs/tags/v1.0.0' },
    );
    expect(result).toMatchObject({ code: 0, annotations: [], outputs: { tag: 'v1.0.0' } });
    await stage.project.exec('chown', ['-R', '0', stage.project.dir]);
  });

  it('case release/29: a compile error is annotated at its line, in the words of the compiler', async () => {
    await using stage = await setStage({
      ...PROGRAM,
      '.gitignore': 'dist/\n',
      'main.go':
        'package main\n\nimport "embed"\n\n//go:embed dist\nvar web embed.FS\n\nfunc main() { _ = web }\n',
    });
    await stage.project.write({ 'dist/index.html': 'built by an earlier step' });
    const result = await stage.release('v1.0.0', { phase: 'build' });
    expect(result.code).toBe(1);
    expect(result.annotations[0]).toMatchObject({ file: 'main.go', line: 5 });
    expect(said(result)).toContain('pattern dist: no matching files found');
    expect(said(result)).toContain('make them with `before-build`');
    expect(said(result)).not.toContain('go.mod and go.sum must be complete');

    const made = await stage.run('v1.0.0', {
      phase: 'build',
      'assets-dir': 'out',
      'before-build': "sh -c 'mkdir dist && echo made > dist/index.html'",
      'extra-files': 'dist/*.html',
    });
    expect(made).toMatchObject({ code: 0, annotations: [] });
    expect(await stage.project.read('out/index.html')).toBe('made\n');
    expect(await stage.project.read('out/SHA256SUMS')).toContain('  index.html\n');
  });

  it('case release/17: two assets of one name, and a program named like a document, are refused', async () => {
    await using stage = await setStage({
      ...PROGRAM,
      'd/a b.txt': 'x',
      'd/a-b.txt': 'y',
      SHA256SUMS: 'z',
      'cmd/LICENSE/main.go': MAIN,
    });
    const build = { phase: 'build', mains: 'm.test/app', sbom: 'none' };
    await stage.project.git('tag', 'v1.0.0');
    for (const [files, name] of [
      ['d/*', 'a-b.txt'],
      ['SHA256SUMS', 'SHA256SUMS'],
    ] as const) {
      const result = await stage.run('v1.0.0', { ...build, 'extra-files': files });
      expect(said(result)).toContain(`a file that would be called ${name}`);
    }
    const named = await stage.run('v1.0.0', { ...build, mains: '' });
    expect(said(named)).toContain('A program and a document would both be LICENSE in the archive.');
  });

  it('`mains: none` is a library, whatever programs lie in it', async () => {
    await using stage = await setStage(PROGRAM);
    await stage.project.git('tag', 'v1.0.0');
    const library = await stage.run('v1.0.0', { phase: 'plan', mains: 'none' });
    expect(planOf(library).mains).toEqual([]);
    expect(said(library)).not.toContain('not built');
  });

  it('refuses a `before-build` that changes the commit, or a pattern without files', async () => {
    await using stage = await setStage(PROGRAM);
    const changed = await stage.release('v1.0.0', {
      phase: 'build',
      'before-build': "sh -c 'echo >> main.go'",
    });
    expect(said(changed)).toContain('`before-build` changed files of the commit: main.go');
    const failed = await stage.run('v1.0.0', { phase: 'build', 'before-build': 'false' });
    expect(said(failed)).toContain('`before-build` exited with code 1');
    const nothing = await stage.run('v1.0.0', { phase: 'build', 'extra-files': 'docs/*.pdf' });
    expect(said(nothing)).toContain('`extra-files` has "docs/*.pdf"');
  });

  it('case security/08: a poisoned cache and `go env -w` have no part in a release', async () => {
    await using stage = await setStage(PROGRAM);
    await using trap = await createProject({
      env: '',
      'evil.sh': '#!/bin/sh\necho sprung >> "$(dirname "$0")/sprung"\nexec "$@"\n',
    });
    await trap.exec('chmod', ['+x', trap.path('evil.sh')]);
    await trap.write({ env: `GOFLAGS=-toolexec=${trap.path('evil.sh')}\nGOCACHE=${trap.path('cache')}\n` });
    const env = {
      GOENV: trap.path('env'),
      GOFLAGS: `-toolexec=${trap.path('evil.sh')}`,
      GOCACHE: trap.path('cache'),
    };
    const result = await stage.release('v1.0.0', { phase: 'plan' });
    expect(result).toMatchObject({ code: 0, annotations: [] });
    const version = (await stage.project.exec('go', ['env', 'GOVERSION'])).trim();
    expect(planOf(result).toolchain).toEqual({ version, origin: 'machine' });
    expect(result.summary).toContain(`${version}, as it was on the machine`);
    const kept = { ...env, RUNNER_ENVIRONMENT: 'self-hosted' };
    const built = await stage.run('v1.0.0', { phase: 'build', sbom: 'none' }, kept);
    expect(built.code, said(built)).toBe(0);
    expect(said(built)).toContain(`This is no runner of GitHub's: ${version}, which builds this release`);
    expect(said(built)).toContain('has no part in a release');
    await expect(trap.read('sprung')).rejects.toThrow('ENOENT');
  });

  it('builds one target twice and says so; what depends on the time is refused', async () => {
    await using stage = await setStage({
      ...PROGRAM,
      '.gitignore': 'stamp.txt\n',
      'main.go':
        'package main\n\nimport _ "embed"\n\n//go:embed stamp.txt\nvar stamp string\n\nfunc main() { println(stamp) }\n',
    });
    const inputs = { phase: 'build', reproducible: 'sample' };
    const same = await stage.release('v1.0.0', { ...inputs, 'before-build': "sh -c 'echo a > stamp.txt'" });
    expect(same).toMatchObject({ code: 0 });
    expect(same.stdout).toContain('Built twice, byte for byte the same: linux/amd64.');
    const timed = await stage.run('v1.0.0', { ...inputs, 'before-build': "sh -c 'date +%N > stamp.txt'" });
    expect(said(timed)).toContain('`before-build` made other files the second time');
  });

  it('takes the content of Git LFS files from the checkout, and refuses to embed a pointer', async () => {
    const content = 'the real content\n';
    const { createHash } = await import('node:crypto');
    const oid = createHash('sha256').update(content).digest('hex');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
    await using stage = await setStage({
      ...PROGRAM,
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'data.bin': pointer,
      'main.go':
        'package main\n\nimport _ "embed"\n\n//go:embed data.bin\nvar data string\n\nfunc main() { print(data) }\n',
    });
    const missing = await stage.release('v1.0.0', { phase: 'build' });
    expect(said(missing)).toContain('The content of data.bin is in Git LFS, and not in the checkout.');
    await stage.project.write({ [`.git/lfs/objects/${oid.slice(0, 2)}/${oid.slice(2, 4)}/${oid}`]: content });
    const built = await stage.run('v1.0.0', { phase: 'build', 'assets-dir': 'out', sbom: 'none' });
    expect(built).toMatchObject({ code: 0, annotations: [{ level: 'warning' }] });
    expect(said(built)).toContain('whoever gets this version through Go gets the pointer');
    await stage.project.exec('tar', ['-xzf', 'out/app_1.0.0_linux_amd64.tar.gz']);
    expect(await stage.project.exec(stage.project.path('app'), [])).toBe('');
  });

  it('a partial clone fetches what it lacks', async () => {
    await using stage = await setStage(PROGRAM);
    await stage.project.git(
      '--git-dir',
      `${stage.project.dir}.git`,
      'config',
      'uploadpack.allowFilter',
      'true',
    );
    await stage.project.git(
      '--git-dir',
      `${stage.project.dir}.git`,
      'config',
      'uploadpack.allowAnySHA1InWant',
      'true',
    );
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.commit('feat: a', { 'more.go': 'package main\n' });
    await stage.release('v1.1.0', { phase: 'plan' });
    await stage.project.git('push', '--quiet', 'origin', 'v1.0.0');
    const url = `file://${stage.project.dir}.git`;
    await stage.project.git(
      'clone',
      '--quiet',
      '--no-checkout',
      '--filter=tree:0',
      '--branch=v1.1.0',
      url,
      'partial',
    );
    const result = await stage.run('v1.1.0', { phase: 'plan', 'working-directory': 'partial' });
    expect(result.annotations).toEqual([]);
    expect(planOf(result)).toMatchObject({ previous: 'v1.0.0', mains: ['m.test/app'] });
  });

  it('refuses a version that the module mirror has of another commit', async () => {
    const server = createServer((request, response) => {
      const list = request.url === '/m.test/lib/@v/list';
      response.end(
        list ? 'v1.0.0\n' : JSON.stringify({ Version: 'v1.0.0', Origin: { Hash: 'b'.repeat(40) } }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const GOPROXY = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.0.0');
    const taken = await stage.run('v1.0.0', { phase: 'plan' }, { GOPROXY });
    expect(said(taken)).toContain('the module mirror has m.test/lib@v1.0.0 of the commit bbbbbbbbbbbb');
    const silent = await stage.run('v1.0.0', { phase: 'plan' }, { GOPROXY, GONOPROXY: 'm.test' });
    expect(silent.code).toBe(0);
    await new Promise((resolve) => server.close(resolve));
    const unknown = await stage.run('v1.0.0', { phase: 'plan' }, { GOPROXY });
    expect(unknown).toMatchObject({ code: 0, summary: expect.stringContaining('Unknown') });
  });
});
