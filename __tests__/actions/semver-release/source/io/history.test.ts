import { openTop } from '@go-actions/git-history';
import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { listTouching } from '../../../../../actions/semver-release/src/source/io/history.ts';

it('counts the merge that brought a folder something, beside the commits that did', async () => {
  await using project = await createProject({ 'lib/a.go': 'package lib\n' }, { git: true });
  const merge = async (message: string, from: string) => {
    await project.git('merge', '--quiet', '--no-ff', '--message', message, from);
    return project.git('rev-parse', 'HEAD');
  };
  await project.git('tag', 'v1.0.0');
  await project.git('checkout', '--quiet', '-b', 'topic');
  const wip = await project.commit('wip', { 'lib/b.go': 'package lib\n' });
  await project.git('checkout', '--quiet', '-b', 'elsewhere', 'v1.0.0');
  await project.commit('feat!: break an example', { 'example/x.go': 'package example\n' });
  await project.git('checkout', '--quiet', 'main');
  const titled = await merge('feat: a title (#12)', 'topic');
  await merge('feat!: another title (#13)', 'elsewhere');
  const repository = await openTop(project.dir);
  const head = await project.git('rev-parse', 'HEAD');
  expect(await listTouching(repository, head, 'v1.0.0', '.', ['example'])).toEqual(new Set([wip, titled]));
  expect(await listTouching(repository, head, 'v1.0.0', '.', [])).toBeUndefined();
});
