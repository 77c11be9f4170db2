import { createProject, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { createRunner, MODULE } from './runner.ts';

describe('a fresh runner', () => {
  it('says (cached) for a test that reads files, and saves nothing new', async () => {
    await using source = await createProject(MODULE, { git: true });
    await using service = await startCacheService();
    await using runner = await createRunner(service);
    const first = await runner.job(source, [['go', 'test', './...']]);
    expect(first.main.code).toBe(0);
    expect(first.post.stdout).toContain('Build cache saved');
    const topic = { env: { GITHUB_REF: 'refs/heads/topic', GITHUB_REF_NAME: 'topic' } };
    const second = await runner.job(source, [['go', 'test', './...']], topic);
    expect(second.main.outputs).toMatchObject({ 'build-hit': '1', 'cache-hit': 'true' });
    expect(second.output).toContain('(cached)');
    expect(second.post.stdout).toContain('nothing new');
  });

  it('says what max-size has no room for', async () => {
    await using source = await createProject(MODULE, { git: true });
    await using service = await startCacheService();
    await using runner = await createRunner(service);
    const { post } = await runner.job(source, [['go', 'test', './...']], { inputs: { 'max-size': '1MB' } });
    expect(post.stdout).toMatch(
      /Build cache saved: .+\. `max-size` \(1\.0 MB\) has no room for [1-9]\d* more that the job used: later jobs compile/,
    );
    expect(service.stored()).toBeLessThan(1.5e6);
  });
});
