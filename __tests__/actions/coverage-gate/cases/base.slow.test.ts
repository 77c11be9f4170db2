import { createProject, startCacheListing, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { gate, goFile, moduleWith } from './modules.ts';

/** `good` is fully tested, `poor` misses one statement of three. */
const TWO = moduleWith({
  'p/p.go': null as never,
  'good/g.go':
    'package good\n\nfunc A() int { return 1 }\n\nfunc B() int { return 2 }\n\nfunc C() int { return 3 }\n',
  'good/g_test.go': goFile('good', ['testing'], 'func TestG(t *testing.T) { A(); B(); C() }'),
  'poor/p.go':
    'package poor\n\nfunc A() int { return 1 }\n\nfunc B() int { return 2 }\n\nfunc C() int { return 3 }\n',
  'poor/p_test.go': goFile('poor', ['testing'], 'func TestP(t *testing.T) { A(); B() }'),
  'types/t.go': 'package types\n\ntype T int\n',
});
const FILES = Object.fromEntries(Object.entries(TWO).filter(([, content]) => content !== null));
const repository = { default_branch: 'main' };

describe('the base', () => {
  it('is measured over the same packages as the head', async () => {
    await using project = await createProject(FILES, { git: true });
    await project.commit('docs: words', { 'README.md': 'words\n' });
    const inputs = {
      packages: './poor/...',
      ratchet: 'percent',
      'on-missing-base': 'compute',
      base: 'HEAD~1',
    };
    const { code, outputs } = await gate(project.dir, inputs);
    expect([code, outputs.verdict, outputs.delta, outputs.total]).toEqual([0, 'pass', '+0.00', '66.66']);
    await project.commit('feat: more', { 'new/n.go': 'package new\n\nfunc N() int { return 1 }\n' });
    const added = await gate(project.dir, { ...inputs, packages: './poor ./new', 'carry-forward': 'false' });
    expect([added.code, added.outputs.delta]).toEqual([1, '-16.66']);
  });

  it('whose own coverage is incomplete is no base', async () => {
    await using project = await createProject(
      {
        ...FILES,
        'good/g_test.go': goFile('good', ['os', 'testing'], 'func TestMain(m *testing.M) { os.Exit(0) }'),
      },
      { git: true },
    );
    await project.commit('test: mend', { 'good/g_test.go': String(FILES['good/g_test.go']) });
    const inputs = { ratchet: 'percent', 'on-missing-base': 'compute', base: 'HEAD~1' };
    const { code, outputs, summary } = await gate(project.dir, inputs);
    expect([code, outputs.delta]).toEqual([0, '']);
    expect(summary).toContain("the base's own coverage is incomplete");
  });

  it('carries the packages forward that did not run, and says which', async () => {
    await using service = await startCacheService();
    await using listing = await startCacheListing(service);
    await using project = await createProject(FILES, { git: true });
    const env = {
      ...service.env(),
      GITHUB_API_URL: listing.url,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF_NAME: '1/merge',
    };
    const first = await project.git('rev-parse', 'HEAD');
    const whole = await gate(
      project.dir,
      {},
      { event: { repository, before: '0'.repeat(40) }, env: { ...service.env(), GITHUB_SHA: first } },
    );
    expect([whole.code, whole.outputs.covered, whole.outputs.statements]).toEqual([0, '5', '6']);

    const head = await project.commit('feat: more', {
      'poor/more.go': 'package poor\n\nfunc D() int { return 4 }\n',
    });
    const event = { repository, pull_request: { base: { sha: first }, head: { sha: head } } };
    const pull = (inputs: Record<string, string>) =>
      gate(
        project.dir,
        { packages: 'example.com/m/poor', ...inputs },
        { event, env: { ...env, GITHUB_SHA: head } },
      );
    const low = await pull({ 'min-total': '75' });
    expect(low.outputs).toMatchObject({ verdict: 'fail', covered: '5', statements: '7', total: '71.42' });
    expect(low.summary).toContain("1 package did not run and counts as in the base's record");
    expect(low.summary).toContain('`example.com/m/good`');
    const enough = await pull({ 'min-total': '71', ratchet: 'percent', tolerance: '20' });
    expect(enough.outputs).toMatchObject({ verdict: 'pass', total: '71.42', delta: '-11.90' });
    const falls = await pull({ ratchet: 'uncovered' });
    expect(falls.outputs).toMatchObject({ verdict: 'fail', total: '71.42' });
    const off = await pull({ 'min-total': '60', 'carry-forward': 'false' });
    expect(off.outputs).toMatchObject({ verdict: 'fail', covered: '2', statements: '4' });
    const func = await pull({ 'min-total': '60', total: 'func' });
    expect(func.summary).toMatch(
      /only some packages ran, and the record of [0-9a-f]{12} cannot be compared: meaning of the total was/,
    );

    // A partial run of the default branch keeps the record of the whole going.
    await gate(
      project.dir,
      { packages: './poor' },
      {
        event: { repository, before: first },
        env: { ...service.env(), GITHUB_EVENT_NAME: 'push', GITHUB_SHA: head },
      },
    );
    const next = await project.commit('docs: words', { 'README.md': 'words\n' });
    const later = await gate(
      project.dir,
      { packages: './types', 'min-total': '71' },
      {
        event: { repository, pull_request: { base: { sha: head }, head: { sha: next } } },
        env: { ...env, GITHUB_SHA: next },
      },
    );
    expect(later.outputs).toMatchObject({ verdict: 'pass', covered: '5', statements: '7' });
  });

  it('without a record does not judge the total of some packages, and says so', async () => {
    await using project = await createProject(FILES, { git: true });
    const { code, outputs, summary } = await gate(project.dir, { packages: './poor', 'min-total': '80' });
    expect([code, outputs.verdict, outputs.total]).toEqual([0, 'pass', '66.66']);
    expect(summary).toContain('66.66 % of statements are covered in the packages that ran');
    expect(summary).toContain('not judged: only some packages ran');
    const all = await gate(project.dir, { packages: './good ./poor ./types', 'min-total': '90' });
    expect(all.outputs.verdict).toBe('fail');
  });

  it('case lint-coverage/45: what git cannot say is red, and the tests are told', async () => {
    await using project = await createProject(FILES, { git: true });
    const base = await project.git('rev-parse', 'HEAD');
    await project.commit('feat: more', { 'poor/more.go': 'package poor\n\nfunc D() int { return 4 }\n' });
    // A blob that a partial clone would fetch from a remote that is gone.
    const blob = await project.git('rev-parse', `${base}:poor/p.go`);
    await project.commit('feat: changed', {
      'poor/p.go': 'package poor\n\nfunc A() int { return 1 }\n\nfunc B() int { return 3 }\n',
    });
    await project.write({ [`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`]: null });
    await project.git('config', 'extensions.partialClone', 'origin');
    await project.git('config', 'remote.origin.promisor', 'true');
    await project.git('config', 'remote.origin.url', 'https://127.0.0.1:1/gone.git');
    const run = (inputs: Record<string, string>) => gate(project.dir, { base, ...inputs });
    const red = await run({ 'min-patch': '90' });
    expect([red.code, red.outputs.verdict, red.outputs.tests, red.outputs.patch]).toEqual([
      1,
      'fail',
      '2',
      '',
    ]);
    expect(red.outputs.total).toBe('83.33');
    expect(red.annotations.at(-1)?.message).toMatch(/The changed lines were not measured: .+/);
    const unasked = await run({ 'min-patch': '0' });
    expect([unasked.code, unasked.outputs.verdict]).toEqual([0, 'pass']);
  });

  it('of a push to another branch is where that left the default branch, not the push before', async () => {
    await using project = await createProject(FILES, { git: true });
    const main = await project.git('rev-parse', 'HEAD');
    await project.git('update-ref', 'refs/remotes/origin/main', main);
    const before = await project.commit('feat: untested', {
      'poor/more.go': 'package poor\n\nfunc D() int { return 4 }\n',
    });
    await project.commit('docs: words', { 'README.md': 'words\n' });
    const run = (GITHUB_REF_NAME: string) =>
      gate(
        project.dir,
        { 'min-patch': '90' },
        {
          event: { repository, before },
          env: { GITHUB_REF: `refs/heads/${GITHUB_REF_NAME}`, GITHUB_REF_NAME },
        },
      );
    const work = await run('work');
    expect(work.outputs).toMatchObject({ verdict: 'fail', 'patch-covered': '0', 'patch-statements': '1' });
    expect((await run('main')).outputs).toMatchObject({ verdict: 'pass', 'patch-statements': '0' });
  });

  it('of another checkout than the event is about makes every line count as changed', async () => {
    await using project = await createProject(FILES, { git: true });
    const event = { repository, before: '0'.repeat(40) };
    const env = { GITHUB_SHA: await project.git('rev-parse', 'HEAD'), GITHUB_EVENT_NAME: 'schedule' };
    await project.commit('feat: untested', { 'poor/more.go': 'package poor\n\nfunc D() int { return 4 }\n' });
    const run = (minPatch: string) => gate(project.dir, { 'min-patch': minPatch }, { event, env });
    const red = await run('90');
    expect(red.outputs).toMatchObject({ verdict: 'fail', 'patch-covered': '5', 'patch-statements': '7' });
    expect(red.summary).toContain('Every line counts as changed');
    expect((await run('70')).outputs.verdict).toBe('pass');
  });

  it('that has to be there fails the verdict and not the tests', async () => {
    await using project = await createProject(FILES);
    const { code, outputs, annotations } = await gate(project.dir, { 'on-missing-base': 'fail' });
    expect([code, outputs.verdict, outputs.tests]).toEqual([1, 'fail', '2']);
    expect(annotations.at(-1)?.message).toContain('There is no base to compare with: the working directory');
  });
});
