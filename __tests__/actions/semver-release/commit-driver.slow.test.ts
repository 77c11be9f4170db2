import { describe, expect, it } from 'vitest';
import { setStage } from './stage.ts';

const LIBRARY = { 'go.mod': 'module m.test/lib\n\ngo 1.24\n', 'lib.go': 'package lib\n' };
const planOf = (result: { outputs: Record<string, string> }) => JSON.parse(result.outputs.plan ?? '{}');

describe.concurrent('releases from commits', () => {
  it('releases a feature on main, once, and the same again after a crash', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.4.0');
    await stage.project.commit('feat: greet');
    await stage.project.git('push', '--quiet', 'origin', 'HEAD', 'v1.4.0');
    const dry = await stage.push('main', { 'dry-run': 'true' });
    expect(dry.summary).toContain('This would release `v1.5.0` because there is a feature since v1.4.0');
    expect(stage.api.writes()).toEqual([]);
    const real = await stage.push('main');
    expect(real).toMatchObject({ code: 0, outputs: { tag: 'v1.5.0', type: 'minor', changed: 'true' } });
    expect(planOf(real).id).toBe(planOf(dry).id);
    expect(await stage.api.tag('v1.5.0')).toBe(await stage.project.git('rev-parse', 'HEAD'));
    await stage.project.git('fetch', '--quiet', 'origin', 'refs/tags/*:refs/tags/*');
    expect(await stage.push('main')).toMatchObject({ code: 0, outputs: { tag: 'v1.5.0', changed: 'false' } });
    expect(await stage.push('main', { phase: 'verify' })).toMatchObject({
      code: 0,
      outputs: { tag: 'v1.5.0' },
    });
    await stage.project.commit('docs: nothing');
    expect(await stage.push('main')).toMatchObject({ code: 0, outputs: { type: 'none', changed: 'false' } });
    expect(stage.api.releases()).toHaveLength(1);
  });

  it('shows on a pull request what merging it would release, and writes nothing', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v0.4.0');
    await stage.project.commit('feat!: drop');
    const result = await stage.push(
      'feature',
      {},
      {
        GITHUB_REF: 'refs/pull/7/merge',
        GITHUB_REF_NAME: '7/merge',
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_BASE_REF: 'main',
        GITHUB_HEAD_REF: 'feature',
      },
    );
    expect(result).toMatchObject({ code: 0, outputs: { tag: 'v0.5.0', changed: 'false' } });
    expect(result.summary).toContain('This would release `v0.5.0` because there is a breaking change');
    expect(stage.api.requests).toEqual([]);
    await stage.project.write({ 'queue.json': '{ "merge_group": { "base_ref": "refs/heads/main" } }' });
    const queued = await stage.push(
      'gh-readonly-queue/main/pr-7-abc',
      {},
      { GITHUB_EVENT_NAME: 'merge_group', GITHUB_EVENT_PATH: stage.project.path('queue.json') },
    );
    expect(queued).toMatchObject({ code: 0, outputs: { tag: 'v0.5.0', changed: 'false' } });
  });

  it('releases candidates from next, and nothing from other branches', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.4.0');
    await stage.project.commit('feat: greet');
    expect(await stage.push('next')).toMatchObject({
      outputs: { tag: 'v1.5.0-next.1', prerelease: 'true', registry: 'staging' },
    });
    const other = await stage.push('feature/x');
    expect(other).toMatchObject({ code: 0, outputs: { type: 'none' } });
    expect(other.summary).toContain('feature/x is not a branch that releases');
  });

  it('keeps an old line alive, and refuses what does not belong to it', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.4.0');
    await stage.project.commit('fix: an old one');
    expect(await stage.push('release/v1.4', { phase: 'plan' })).toMatchObject({ outputs: { tag: 'v1.4.1' } });
    await stage.project.commit('feat: too much');
    const refused = await stage.push('release/v1.4', { phase: 'plan' });
    expect(refused.annotations[0]?.message).toContain('not of the line v1.4 that this branch maintains');
  });

  it('releases several modules in one run, each before those that require it, all drafts first', async () => {
    await using stage = await setStage({
      'go.mod': 'module m.test/app\n\ngo 1.24\n\nrequire m.test/app/api v0.1.0\n',
      'app.go': 'package app\n',
      'api/go.mod': 'module m.test/app/api\n\ngo 1.24\n',
      'api/api.go': 'package api\n',
      'examples/go.mod': 'module m.test/app/examples\n\ngo 1.24\n',
      'docs/x.md': 'x\n',
    });
    await stage.project.commit('feat: the first', {
      'app.go': 'package app\n\n// a\n',
      'api/api.go': 'package api\n\n// a\n',
    });
    await stage.project.git('push', '--quiet', 'origin', 'HEAD');
    const result = await stage.push('main');
    expect(result).toMatchObject({ code: 0, outputs: { tag: 'v0.1.0', changed: 'true' } });
    expect(planOf(result).releases.map(({ tag }: { tag: string }) => tag)).toEqual(['api/v0.1.0', 'v0.1.0']);
    const writes = stage.api
      .writes()
      .map(({ method, path }) => `${method} ${path.replace('/repos/octo/app', '')}`);
    expect(writes.lastIndexOf('POST /releases')).toBeLessThan(writes.indexOf('POST /git/refs'));
    expect(stage.api.releases().map(({ tag, draft }) => [tag, draft])).toEqual([
      ['api/v0.1.0', false],
      ['v0.1.0', false],
    ]);
    await stage.project.git('fetch', '--quiet', 'origin', 'refs/tags/*:refs/tags/*');
    await stage.project.commit('fix: one of them', { 'api/README.md': 'api\n' });
    expect(
      planOf(await stage.push('main', { phase: 'plan' })).releases.map(({ tag }: { tag: string }) => tag),
    ).toEqual(['api/v0.1.1']);
    const chosen = await stage.push('main', { phase: 'plan', modules: 'nowhere' });
    expect(chosen.annotations[0]?.message).toContain('`modules` is "nowhere"');
  });

  it('case release/10: a checkout without tags is not the beginning of the history', async () => {
    await using stage = await setStage({
      ...LIBRARY,
      'v2/go.mod': 'module m.test/lib/v2\n\ngo 1.24\n',
      'v2/lib.go': 'package lib\n',
    });
    const plan = { phase: 'plan', 'bump-check': 'off' };
    for (const tag of ['v1.9.0', 'v2.3.0']) await stage.project.git('tag', tag);
    await stage.project.commit('fix: both', {
      'lib.go': 'package lib // a\n',
      'v2/lib.go': 'package lib // a\n',
    });
    await stage.project.git('push', '--quiet', 'origin', 'HEAD', 'v1.9.0', 'v2.3.0');
    for (const tag of ['v1.9.0', 'v2.3.0']) await stage.project.git('tag', '--delete', tag);
    const whole = planOf(await stage.push('main', plan));
    expect(whole.releases.map(({ tag }: { tag: string }) => tag)).toEqual(['v1.9.1', 'v2.3.1']);
    expect(whole.releases.map(({ previous }: { previous: string }) => previous)).toEqual([
      'v1.9.0',
      'v2.3.0',
    ]);

    await stage.project.git('remote', 'set-url', 'origin', `${stage.project.dir}.gone`);
    const alone = await stage.push('main', plan);
    expect(alone).toMatchObject({ code: 0, annotations: [{ level: 'notice' }] });
    const refused = await stage.push('main', { 'bump-check': 'off' });
    expect(refused.annotations[0]?.message).toContain('The tags of the remote are unknown');
    expect(refused.code).toBe(1);
    expect(stage.api.writes()).toEqual([]);
  });

  it('asks for the path before it computes v2', async () => {
    await using stage = await setStage(LIBRARY);
    await stage.project.git('tag', 'v1.4.0');
    await stage.project.commit('feat!: drop');
    const result = await stage.push('main', { phase: 'plan' }, {});
    expect(result.code).toBe(1);
    expect(result.annotations[0]?.message).toContain('change the module path to m.test/lib/v2');
  });
});
