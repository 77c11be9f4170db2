import { describe, expect, it } from 'vitest';
import { findDoubles, parseManifests } from '../../../../actions/chart-publish/src/manifests/manifests.ts';

describe('parseManifests', () => {
  it('reads documents, empty ones and lists', () => {
    const text = [
      '# nothing\n',
      'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: n }\n',
      'apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: Pod, metadata: { name: b } }]\n',
    ].join('---\n');
    expect(parseManifests(text)).toEqual([
      { apiVersion: 'v1', kind: 'Service', name: 'a', namespace: 'n' },
      { apiVersion: 'v1', kind: 'Pod', name: 'b', namespace: '' },
    ]);
    expect(parseManifests(text, 'here').map(({ namespace }) => namespace)).toEqual(['n', 'here']);
    expect(parseManifests('')).toEqual([]);
  });
  it.each([
    'just text',
    'kind: Pod\nmetadata: { name: x }',
    'apiVersion: v1\nkind: Pod\nmetadata: {}',
    'a: [b',
  ])('refuses %j without a word of it', (text) => expect(() => parseManifests(text)).toThrow(/^expected/));
});

it('finds what is there twice, in whatever version of its group', () => {
  const resource = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: '', name: 'a' };
  expect(findDoubles([resource, { ...resource, apiVersion: 'apps/v1beta1' }])).toEqual([
    'Deployment a is rendered 2 times',
  ]);
  expect(findDoubles([resource, { ...resource, namespace: 'n' }, { ...resource, kind: 'Pod' }])).toEqual([]);
});
