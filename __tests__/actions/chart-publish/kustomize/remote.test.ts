import { describe, expect, it } from 'vitest';
import { readKustomization } from '../../../../actions/chart-publish/src/kustomize/remote.ts';

describe('what a kustomization takes from elsewhere', () => {
  it.each([
    'https://example.com/base.yaml',
    'http://example.com/base.yaml',
    'github.com/octo/base?ref=main',
    'github.com/octo/base//deploy',
    'https://github.com/octo/base//deploy?ref=0123456789abcdef0123456789abcdef01234567',
    'git@github.com:octo/base.git',
    'git::https://x.test/a',
    'ssh://git@x.test/a',
    'example.com/octo/base.git',
    'example.com/octo/base//x?ref=v1',
    'oci://x.test/a',
  ])('%s', (place) => {
    expect(readKustomization(`resources: ["${place}"]`).remote).toEqual([place]);
    expect(readKustomization(`components: ["${place}"]`).remote).toEqual([place]);
    expect(readKustomization(`patches: [{ path: "${place}" }]`).remote).toEqual([place]);
  });
  it('nothing of the repository, and no values that only look so', () => {
    const text =
      'resources: [../../base, a.yaml]\nimages: [{ name: x, newName: ghcr.io/o/x }]\ncommonAnnotations: { docs: "https://x.test" }\n';
    expect(readKustomization(text)).toEqual({ remote: [], local: ['../../base', 'a.yaml'] });
  });
  it('charts that kustomize would fetch', () => {
    expect(readKustomization('helmCharts: [{ name: x, repo: "https://x.test" }]').remote).toEqual([
      'helmCharts',
      'https://x.test',
    ]);
  });
});
