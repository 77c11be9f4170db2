import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCacheService } from '@go-actions/cache-service';
import { type CacheService, createProject, startCacheListing, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { gate, goFile, moduleWith } from './modules.ts';

const FILES = moduleWith({
  'p/p_test.go': goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }'),
  'q/q.go': 'package q\n\nfunc Q() int { return 1 }\n',
  'q/q_test.go': goFile('q', ['testing'], 'func TestQ(t *testing.T) { Q() }'),
});
const repository = { default_branch: 'main' };
const PULL = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_REF_NAME: '7/merge',
};
const MAIN_READ = { scope: 'refs/heads/main', permission: 1 } as const;

const recordsOf = (service: CacheService) =>
  service.entries().filter(({ key }) => key.startsWith('coverage-gate-'));

/** Saves, with the powers of the code under test of `ref`, records that say that the base had no coverage at all. */
async function plant(service: CacheService, ref: string): Promise<void> {
  const env = service.env({ scopes: [{ scope: ref, permission: 3 }, MAIN_READ] });
  const address = {
    resultsUrl: env.ACTIONS_RESULTS_URL,
    cacheUrl: undefined,
    token: env.ACTIONS_RUNTIME_TOKEN,
    v2: true,
  };
  const own = openCacheService(address, 'coverage record 2');
  for (const { key, bytes } of recordsOf(service).filter((entry) => entry.scope === MAIN_READ.scope)) {
    const forged = bytes?.toString('utf8').replaceAll('[1,1]', '[0,1]') ?? '';
    expect(forged).toContain('[0,1]');
    expect(await own?.save(key, [Buffer.from(forged)])).toBe('saved');
  }
}

/** A base that is covered and has its record, and a pull request that leaves half of the code uncovered. */
async function openPull(status = 200) {
  const service = await startCacheService();
  const listing = await startCacheListing(service, status);
  const project = await createProject(FILES, { git: true });
  const base = await project.git('rev-parse', 'HEAD');
  const env = { ...service.env(), GITHUB_API_URL: listing.url };
  const kept = await gate(
    project.dir,
    { ratchet: 'percent' },
    { event: { repository, before: '0'.repeat(40) }, env },
  );
  expect([kept.outputs.total, recordsOf(service).length]).toEqual(['100.00', 1]);
  const head = await project.commit('feat: untested', {
    'p/more.go': 'package p\n\nfunc A() int { return 1 }\n\nfunc B() int { return 1 }\n',
  });
  const event = { repository, pull_request: { base: { sha: base }, head: { sha: head } } };
  const scopes = [{ scope: PULL.GITHUB_REF, permission: 3 } as const, MAIN_READ];
  return {
    service,
    pull: (inputs: Record<string, string>) =>
      gate(project.dir, inputs, { event, env: { ...env, ...PULL, ...service.env({ scopes }) } }),
    [Symbol.asyncDispose]: async () => {
      for (const part of [project, listing, service]) await part[Symbol.asyncDispose]();
    },
  };
}

describe('the record of the base', () => {
  it('case security/forged-record: a pull request does not decide with an entry of its own', async () => {
    await using open = await openPull();
    const honest = await open.pull({ ratchet: 'percent' });
    expect(honest.outputs).toMatchObject({ verdict: 'fail', delta: '-50.00' });
    await plant(open.service, PULL.GITHUB_REF);
    const forged = await open.pull({ ratchet: 'percent' });
    expect(forged.outputs).toMatchObject({ verdict: 'fail', delta: '' });
    expect(forged.annotations.at(-1)?.message).toMatch(
      /entry of refs\/pull\/7\/merge has its name.*gh cache delete/,
    );
    const some = await open.pull({ packages: './q', 'min-total': '80' });
    expect(some.outputs.verdict).toBe('fail');
    expect(some.annotations.at(-1)?.message).toContain('The total was not judged: only some packages ran');
    const computed = await open.pull({ ratchet: 'percent', 'on-missing-base': 'compute' });
    expect(computed.outputs).toMatchObject({ verdict: 'fail', delta: '-50.00' });
  });

  it("stays good when another pull request's code has planted one of its name", async () => {
    await using open = await openPull();
    await plant(open.service, 'refs/pull/9/merge');
    const { outputs } = await open.pull({ ratchet: 'percent' });
    expect(outputs).toMatchObject({ verdict: 'fail', delta: '-50.00' });
  });

  it.each([403, 404])('does not decide where the list answers %s, and says so', async (status) => {
    await using open = await openPull(status);
    await plant(open.service, PULL.GITHUB_REF);
    const passed = await open.pull({ ratchet: 'percent' });
    expect(passed.outputs).toMatchObject({ verdict: 'pass', delta: '' });
    expect(passed.summary).toContain(`answered ${status} (it needs`);
    const strict = await open.pull({ ratchet: 'percent', 'on-missing-base': 'fail' });
    expect(strict.outputs.verdict).toBe('fail');
  });

  it('is kept of the commit that a run of the default branch is about, and of no other', async () => {
    await using service = await startCacheService();
    await using project = await createProject(FILES, { git: true });
    const main = await project.git('rev-parse', 'HEAD');
    await project.commit('feat: somebody’s', { 'p/more.go': 'package p\n\nfunc A() int { return 1 }\n' });
    const run = (env: Record<string, string>) =>
      gate(project.dir, { ratchet: 'percent' }, { event: { repository }, env: { ...service.env(), ...env } });
    await run({ GITHUB_EVENT_NAME: 'workflow_run', GITHUB_SHA: main });
    await run({ GITHUB_REF: 'refs/heads/work', GITHUB_REF_NAME: 'work' });
    await run({ GITHUB_REF: 'refs/tags/main', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'tag' });
    await run({ ...PULL, GITHUB_REF_NAME: 'main' });
    expect(recordsOf(service)).toEqual([]);
    await run({});
    expect(recordsOf(service)).toHaveLength(1);
  });
});

describe('the report trend', () => {
  it('gathers the runs of the default branch, one after the other, and shows them in a pull request', async () => {
    const service = await startCacheService();
    const listing = await startCacheListing(service);
    const project = await createProject(FILES, { git: true });
    const env = { ...service.env(), GITHUB_API_URL: listing.url };
    const inputs = { reports: 'trend', 'report-dir': 'reports' };
    const page = () => readFile(join(project.dir, 'reports', 'trend.html'), 'utf8');
    let before = '0'.repeat(40);
    for (const count of [1, 2]) {
      await gate(project.dir, inputs, { event: { repository, before }, env });
      expect(await page()).toContain(`<h1>${count} ${count === 1 ? 'run' : 'runs'}, up to `);
      before = await project.git('rev-parse', 'HEAD');
      await project.commit(`docs: ${count}`, { 'README.md': `${count}\n` });
    }
    const event = { repository, pull_request: { base: { sha: before }, head: { sha: 'x' } } };
    const scopes = [{ scope: PULL.GITHUB_REF, permission: 3 } as const, MAIN_READ];
    await gate(project.dir, inputs, { event, env: { ...env, ...PULL, ...service.env({ scopes }) } });
    expect(await page()).toContain('3 runs');
    expect(recordsOf(service)).toHaveLength(2);
  });
});
