import { describe, expect, it } from 'vitest';
import { findDoubles, parseManifests } from '../../../../actions/chart-publish/src/manifests/manifests.ts';

const read = (text: string, namespace?: string) =>
  parseManifests(text, namespace).resources.map(({ apiVersion, kind, name }) => [apiVersion, kind, name]);

describe('parseManifests', () => {
  it('reads documents and empty ones, and leaves the text as it is', () => {
    const text = '# nothing\n---\napiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: n } # x\n';
    expect(parseManifests(text)).toEqual({
      resources: [{ apiVersion: 'v1', kind: 'Service', name: 'a', namespace: 'n', hooks: [] }],
      text,
    });
    expect(parseManifests('').resources).toEqual([]);
    const [implied] = parseManifests(
      '{ apiVersion: v1, kind: Pod, metadata: { name: a } }',
      'here',
    ).resources;
    expect(implied?.namespace).toBe('here');
  });

  const item = '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { x: yes, n: 010 } }';
  it.each([
    ['a List', `apiVersion: v1\nkind: List\nitems: [${item}]`, [['v1', 'ConfigMap', 'a']]],
    [
      'a list of one kind',
      `apiVersion: v1\nkind: ConfigMapList\nitems: [${item}]`,
      [['v1', 'ConfigMap', 'a']],
    ],
    [
      'a list whose kind says that of its items',
      'apiVersion: apps/v1\nkind: DeploymentList\nitems: [{ metadata: { name: a } }]',
      [['apps/v1', 'Deployment', 'a']],
    ],
    [
      'a list in a list',
      `apiVersion: v1\nkind: List\nitems: [{ kind: List, items: [${item}] }]`,
      [['v1', 'ConfigMap', 'a']],
    ],
    ['an empty list', 'apiVersion: v1\nkind: PodList\nitems: []', []],
    [
      'what only has such a name',
      'apiVersion: e.test/v1\nkind: AllowList\nmetadata: { name: a }',
      [['e.test/v1', 'AllowList', 'a']],
    ],
  ])('takes %s apart', (_, text, want) => {
    expect(read(text)).toEqual(want);
    const apart = parseManifests(text);
    expect(parseManifests(apart.text)).toEqual(apart);
    if (text.includes('yes')) expect(apart.text).toContain('x: yes');
  });

  it.each([
    'just text',
    'kind: Pod\nmetadata: { name: x }',
    'apiVersion: v1\nkind: Pod\nmetadata: {}',
    'a: [b',
    'apiVersion: v1\nkind: PodList\nitems: [{ metadata: {} }]',
    'apiVersion: v1\nkind: PodList\nitems: [null]',
  ])('refuses %j without a word of it', (text) => expect(() => parseManifests(text)).toThrow(/^expected/));
});

describe('findDoubles', () => {
  const resource = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: '', name: 'a', hooks: [] };
  it('finds what is there twice, in whatever version of its group', () => {
    expect(findDoubles([resource, { ...resource, apiVersion: 'apps/v1beta1' }])).toEqual([
      'Deployment a is rendered 2 times',
    ]);
    expect(findDoubles([resource, { ...resource, namespace: 'n' }, { ...resource, kind: 'Pod' }])).toEqual(
      [],
    );
  });
  it.each([
    [['pre-install'], ['post-install'], 0],
    [['pre-install', 'pre-upgrade'], ['post-upgrade', 'pre-upgrade'], 1],
    [['pre-install'], [], 1],
  ])('hooks of %j and %j are there at one time: %i', (a, b, count) => {
    expect(
      findDoubles([
        { ...resource, hooks: a },
        { ...resource, hooks: b },
      ]),
    ).toHaveLength(count);
  });
  it('reads the events of a hook', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a, annotations: { helm.sh/hook: "pre-install, pre-upgrade" } }';
    expect(parseManifests(text).resources[0]?.hooks).toEqual(['pre-install', 'pre-upgrade']);
  });
});
