import { createProject, runAction, startCacheListing, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const CODE = 'package m\n\nfunc A(a int) int {\n\tif a > 0 {\n\t\treturn 1\n\t}\n\treturn 2\n}\n';
const TEST = 'package m\n\nimport "testing"\n\nfunc TestA(t *testing.T) { A(1); A(-1) }\n';
const OFF = { race: 'false', 'min-total': '0', 'min-patch': '0' };

describe('coverage-gate', () => {
  it('keeps records on the default branch, and fails a pull request that lowers the total', async () => {
    await using service = await startCacheService();
    await using listing = await startCacheListing(service);
    await using project = await createProject(
      { 'go.mod': 'module m\n\ngo 1.24\n', 'a.go': CODE, 'a_test.go': TEST },
      { git: true },
    );
    await using runner = await createProject({});
    const repository = { default_branch: 'main' };
    const gate = (event: object, env: Record<string, string>, inputs: Record<string, string> = {}) =>
      runAction('coverage-gate', {
        workspace: project.dir,
        temp: runner.dir,
        inputs: { ...OFF, ratchet: 'percent', ...inputs },
        event: { repository, ...event },
        env: { ...service.env(), GITHUB_API_URL: listing.url, ...env },
      });

    const base = await project.git('rev-parse', 'HEAD');
    const push = await gate({ before: '0'.repeat(40) }, { GITHUB_EVENT_NAME: 'push' });
    expect([push.code, push.outputs.total, push.outputs.delta]).toEqual([0, '100.00', '']);
    expect(push.summary).toContain('nothing to compare with');

    await project.commit('feat: untested', { 'b.go': 'package m\n\nfunc B() int { return 1 }\n' });
    const pull = await gate(
      { pull_request: { base: { sha: base } } },
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '1/merge' },
    );
    expect([pull.code, pull.outputs.verdict, pull.outputs.delta]).toEqual([1, 'fail', '-25.00']);
    expect(pull.summary).toContain('The coverage fell: -25.00 points against 100.00 %');
    expect(pull.summary).toContain('| `b.go` | 0 | 1 |');

    const tolerant = await gate(
      { pull_request: { base: { sha: base } } },
      { GITHUB_EVENT_NAME: 'pull_request' },
      { tolerance: '25' },
    );
    expect(tolerant.outputs.verdict).toBe('pass');
    const other = await gate(
      { pull_request: { base: { sha: base } } },
      { GITHUB_EVENT_NAME: 'pull_request' },
      { total: 'func' },
    );
    expect(other.summary).toContain('cannot be compared: meaning of the total was statements and is func');
  });

  it('runs the base in a worktree when it may, and leaves nothing behind', async () => {
    await using project = await createProject(
      { 'sub/go.mod': 'module m\n\ngo 1.24\n', 'sub/a.go': CODE, 'sub/a_test.go': TEST },
      { git: true },
    );
    await project.commit('feat: untested', { 'sub/b.go': 'package m\n\nfunc B() int { return 1 }\n' });
    const inputs = {
      ...OFF,
      ratchet: 'uncovered',
      'on-missing-base': 'compute',
      base: 'HEAD~1',
      'working-directory': 'sub',
    };
    const { code, outputs, summary } = await runAction('coverage-gate', { workspace: project.dir, inputs });
    expect([code, outputs.verdict, outputs.delta]).toEqual([1, 'fail', '-25.00']);
    expect(summary).toContain('uncovered statements: 0 before, 1 now');
    expect(await project.git('status', '--porcelain')).toBe('');
    expect(await project.git('worktree', 'list')).not.toContain('go-actions-worktree');
  });
});
