import { openTop } from '@go-actions/git-history';
import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { listTouching, readTags } from '../../../../../actions/semver-release/src/source/io/history.ts';

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

it('places each tag, also the tag of a tag', async () => {
  await using project = await createProject({}, { git: true });
  await project.git('tag', 'v1.0.0');
  const head = await project.commit('fix: a');
  await project.git('tag', '--annotate', '--message', 'a', 'signed');
  await project.git('tag', '--annotate', '--message', 'b', 'v1.0.1', 'signed');
  await project.commit('fix: b');
  await project.git('tag', 'v1.0.2');
  await project.git('checkout', '--quiet', 'v1.0.0');
  await project.commit('fix: c');
  await project.git('tag', 'v2.0.0');
  const tags = await readTags(await openTop(project.dir), head);
  expect(tags.map(({ name, place }) => [name, place])).toEqual([
    ['v1.0.0', 'ancestor'],
    ['v1.0.1', 'here'],
    ['v1.0.2', 'descendant'],
    ['v2.0.0', 'elsewhere'],
  ]);
});
