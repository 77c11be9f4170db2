import { expect, it } from 'vitest';
import { listMissingTags } from '../../../../actions/semver-release/src/source/tags.ts';

it('names the release tags that a remote has and a checkout lacks, or has elsewhere', () => {
  const line = (object: string, name: string) => `${object.repeat(40)}\trefs/tags/${name}\n`;
  const own = line('a', 'v1.0.0') + line('b', 'v1.1.0') + line('c', 'v9.0.0');
  const remote = line('a', 'v1.0.0') + line('d', 'v1.1.0') + line('e', 'api/v0.1.0') + line('f', 'nightly');
  expect(listMissingTags(own, remote)).toEqual(['v1.1.0', 'api/v0.1.0']);
  expect(listMissingTags(own, own)).toEqual([]);
});
