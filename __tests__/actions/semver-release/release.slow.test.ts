import { writeFile } from 'node:fs/promises';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { MAIN, PROGRAM, setStage } from './stage.ts';

describe.concurrent('semver-release', () => {
  it('takes a pushed tag to a published release with proved binaries, and does nothing the second time', async () => {
    await using stage = await setStage(PROGRAM);
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.commit('feat: greet louder', { 'main.go': MAIN.replace('hello', 'HELLO') });
    const targets = { targets: 'linux/amd64 windows/amd64' };
    const result = await stage.release('v1.1.0', targets);
    expect(result.annotations).toEqual([]);
    expect(result).toMatchObject({
      code: 0,
      outputs: {
        version: '1.1.0',
        tag: 'v1.1.0',
        type: 'minor',
        formal: 'true',
        prerelease: 'false',
        'skip-docs': 'false',
        registry: 'prod',
        changed: 'true',
        'chart-version': '1.1.0',
      },
    });
    const [release] = stage.api.releases();
    expect(release).toMatchObject({ tag: 'v1.1.0', draft: false, prerelease: false });
    expect(release?.body).toContain('## Features\n\n- greet louder');
    expect(release?.body).not.toContain('go-actions:semver-release');
    const files = new Map(release?.assets.map((asset) => [asset.name, asset.bytes]));
    expect([...files.keys()].sort()).toEqual([
      'SHA256SUMS',
      'app_1.1.0.cdx.json',
      'app_1.1.0.spdx.json',
      'app_1.1.0_linux_amd64.tar.gz',
      'app_1.1.0_windows_amd64.zip',
    ]);

    await using box = await createProject(Object.fromEntries(files));
    expect(await box.exec('sha256sum', ['--check', 'SHA256SUMS'])).toContain(
      'app_1.1.0_windows_amd64.zip: OK',
    );
    expect(await box.exec('tar', ['-tzf', 'app_1.1.0_linux_amd64.tar.gz'])).toBe('LICENSE\nREADME.md\napp\n');
    await box.exec('tar', ['-xzf', 'app_1.1.0_linux_amd64.tar.gz']);
    expect(await box.exec('go', ['version', '-m', 'app'])).toMatch(/mod\tm\.test\/app\tv1\.1\.0\t/);

    const writes = stage.api.writes().length;
    const again = await stage.run('v1.1.0', targets);
    expect(again).toMatchObject({
      code: 0,
      outputs: { changed: 'false', 'release-url': result.outputs['release-url'] },
    });
    expect(stage.api.writes().length - writes).toBe(0);
    expect(again.summary).toContain('was published already');
  });

  it('splits into jobs: the publishing one needs the assets only', async () => {
    await using stage = await setStage(PROGRAM);
    const planned = await stage.release('v1.0.0', { phase: 'plan', token: '' });
    expect(planned).toMatchObject({ code: 0, outputs: { version: '1.0.0', type: 'major' } });
    const built = await stage.run('v1.0.0', { phase: 'build', 'assets-dir': 'out', token: '' });
    expect(built).toMatchObject({ code: 0, outputs: { 'assets-dir': stage.project.path('out') } });
    expect(stage.api.requests).toEqual([]);
    await stage.project.exec('rm', ['-rf', 'go.mod', 'main.go']);
    expect(await stage.run('v1.0.0', { phase: 'publish', 'assets-dir': 'out' })).toMatchObject({
      code: 0,
      outputs: { changed: 'true', version: '1.0.0' },
    });
    expect(await stage.run('v1.0.0', { phase: 'verify' })).toMatchObject({
      code: 0,
      summary: expect.stringContaining('is published and complete: 4 assets'),
    });
    expect(stage.api.releases()).toHaveLength(1);
  });

  it('does not publish what was changed between the jobs', async () => {
    await using stage = await setStage(PROGRAM);
    await stage.release('v1.0.0', { phase: 'build', 'assets-dir': 'out' });
    await writeFile(stage.project.path('out', 'SHA256SUMS'), 'tampered');
    const result = await stage.run('v1.0.0', { phase: 'publish', 'assets-dir': 'out' });
    expect(result.annotations[0]?.message).toContain('SHA256SUMS');
    expect(stage.api.requests).toEqual([]);
  });

  it('changes nothing in a dry run', async () => {
    await using stage = await setStage(PROGRAM);
    const result = await stage.release('v0.1.0', { 'dry-run': 'true' });
    expect(result).toMatchObject({ code: 0, outputs: { version: '0.1.0', changed: 'false' } });
    expect(result.summary).toContain('This release is `v0.1.0`.');
    expect(stage.api.requests).toEqual([]);
  });

  it('releases a nested module under its own tag, with its own commits, and never as latest', async () => {
    await using stage = await setStage({
      ...PROGRAM,
      'tools/gen/go.mod': 'module m.test/app/tools/gen\n\ngo 1.24\n',
      'tools/gen/main.go': MAIN,
    });
    await stage.release('v1.0.0');
    await stage.project.commit('feat: root only', { 'x.txt': 'x' });
    await stage.project.commit('fix: generator', { 'tools/gen/y.txt': 'y' });
    const result = await stage.release('tools/gen/v0.1.0');
    expect(result).toMatchObject({ code: 0, outputs: { tag: 'tools/gen/v0.1.0', version: '0.1.0' } });
    const nested = stage.api.releases().find((release) => release.tag === 'tools/gen/v0.1.0');
    expect(nested?.body).toContain('- generator');
    expect(nested?.body).not.toContain('root only');
    expect(nested?.assets.map((asset) => asset.name).sort()).toEqual([
      'SHA256SUMS',
      'gen_0.1.0.cdx.json',
      'gen_0.1.0.spdx.json',
      'gen_0.1.0_linux_amd64.tar.gz',
    ]);
    expect(JSON.parse(result.outputs.plan ?? '')).toMatchObject({
      module: { path: 'm.test/app/tools/gen', dir: 'tools/gen' },
    });
  });

  it('marks a prerelease, sends it to staging, and lets the stable version follow on the same commit', async () => {
    await using stage = await setStage(PROGRAM);
    const rc = await stage.release('v1.0.0-rc.1');
    expect(rc).toMatchObject({
      code: 0,
      outputs: { type: 'prerelease', prerelease: 'true', registry: 'staging', formal: 'false' },
    });
    const stable = await stage.release('v1.0.0');
    expect(stable).toMatchObject({ code: 0, annotations: [] });
    expect(await stage.run('v1.0.0-rc.1')).toMatchObject({ code: 0, outputs: { changed: 'false' } });
    expect(stage.api.releases().map(({ tag, prerelease }) => [tag, prerelease])).toEqual([
      ['v1.0.0-rc.1', true],
      ['v1.0.0', false],
    ]);
  });

  it('releases a library without assets', async () => {
    await using stage = await setStage({
      'go.mod': 'module m.test/lib/v2\n\ngo 1.24\n',
      'lib.go': 'package lib\n',
    });
    expect(await stage.release('v2.0.0')).toMatchObject({
      code: 0,
      outputs: { assets: '[]', changed: 'true' },
    });
    expect(stage.api.releases()[0]?.body).toContain('go get m.test/lib/v2@v2.0.0');
    expect(await stage.run('v2.0.0')).toMatchObject({ code: 0, outputs: { changed: 'false' } });
  });

  it('releases an artefact and moves its floating tag', async () => {
    await using stage = await setStage({ 'action.yml': 'name: x\n' });
    const inputs = { kind: 'artefact', 'floating-tags': 'major' };
    expect(await stage.release('v1.0.0', inputs)).toMatchObject({ code: 0, outputs: { changed: 'true' } });
    const commit = await stage.project.commit('fix: a');
    expect(await stage.release('v1.0.1', inputs)).toMatchObject({ code: 0 });
    expect(await stage.api.tag('v1')).toBe(commit);
    expect(await stage.run('v1.0.1', inputs)).toMatchObject({ outputs: { changed: 'false' } });
    const stray = await stage.run('charts/v1.0.2', inputs);
    expect(stray.annotations[0]?.message).toContain('a tag for charts/, and the commit has no such folder');
  });

  it('fetches the history that a shallow checkout lacks', async () => {
    await using stage = await setStage(PROGRAM);
    await stage.project.git('tag', 'v1.0.0');
    await stage.project.git('push', '--quiet', 'origin', 'v1.0.0');
    await stage.project.commit('feat: a');
    await stage.project.git('tag', 'v1.1.0');
    await stage.project.git('push', '--quiet', 'origin', 'HEAD', 'v1.1.0');
    await stage.project.git(
      'clone',
      '--quiet',
      '--depth=1',
      '--branch=v1.1.0',
      `file://${stage.project.dir}.git`,
      'shallow',
    );
    const result = await stage.run('v1.1.0', { phase: 'plan', 'working-directory': 'shallow' });
    expect(result.annotations).toEqual([]);
    expect(JSON.parse(result.outputs.plan ?? '')).toMatchObject({ previous: 'v1.0.0', required: 'minor' });
  });

  const refusals: { name: string; tag: string; inputs?: Record<string, string>; says: RegExp }[] = [
    {
      name: 'a tag that would run a command in a shell',
      tag: 'v1.0.0$(id)',
      says: /"v1\.0\.0\$\(id\)" is no release tag\.\n.*SemVer/,
    },
    { name: 'a tag with a workflow command in it', tag: 'v1.0.0-::error::x', says: /is no release tag/ },
    {
      name: 'floating tags of a Go module',
      tag: 'v1.0.0',
      inputs: { 'floating-tags': 'major' },
      says: /`floating-tags` is "major"/,
    },
    {
      name: 'several bad inputs together',
      tag: 'v1.0.0',
      inputs: { phase: 'al', v0: 'x', targets: '' },
      says: /`phase` is "al".*\n`v0` is "x".*\n`targets` is empty/,
    },
    {
      name: 'publishing without assets',
      tag: 'v1.0.0',
      inputs: { phase: 'publish' },
      says: /`assets-dir` is empty/,
    },
    {
      name: 'a placeholder of another tool',
      tag: 'v1.0.0',
      inputs: { ldflags: '-X main.version={{.Version}}' },
      says: /no placeholders but \{version\}.*it has \{\{\.Version\}\}/,
    },
    { name: 'a missing token', tag: 'v1.0.0', inputs: { token: '' }, says: /`token` is empty/ },
    {
      name: 'v2 without /v2',
      tag: 'v2.0.0',
      says: /another major version.*change the module path to m\.test\/app\/v2/,
    },
  ];
  it('refuses with one message that names what was found and the way out', async () => {
    await using stage = await setStage(PROGRAM);
    for (const { name, tag, inputs, says } of refusals) {
      const result = await stage.run(tag, inputs);
      expect(result.code, name).toBe(1);
      expect(
        result.annotations.map(({ message }) => message),
        name,
      ).toEqual([expect.stringMatching(says)]);
    }
    expect(stage.api.requests).toEqual([]);
  });

  it('refuses a patch that carries a feature, and says which commit', async () => {
    await using stage = await setStage(PROGRAM);
    await stage.project.git('tag', 'v1.4.0');
    await stage.project.commit('feat: new thing');
    const result = await stage.release('v1.4.1');
    expect(result.annotations[0]?.message).toMatch(
      /v1\.4\.1 is too small: since v1\.4\.0 there is a feature \(\w{7} "feat: new thing"\)\. Release at least v1\.5\.0/,
    );
    const warned = await stage.run('v1.4.1', { 'bump-check': 'warn', phase: 'plan' });
    expect(warned).toMatchObject({ code: 0, annotations: [{ level: 'warning' }] });
  });
});
