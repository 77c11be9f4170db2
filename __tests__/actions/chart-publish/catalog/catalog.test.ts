import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addToCatalog } from '../../../../actions/chart-publish/src/catalog/catalog.ts';

const ENTRY = {
  name: 'beacon',
  version: '1.5.0',
  chart: { apiVersion: 'v2', appVersion: '1.10', annotations: { a: 'b' } },
  digest: 'ab',
  created: '2026-01-01T00:00:00Z',
  url: 'oci://r.test/beacon:1.5.0',
};
const INDEX = `apiVersion: v1
entries:
  # kept
  other:
    - name: other
      version: 0.1.0
      custom: { x: 1 }
  beacon:
    - version: 1.4.0
      digest: cd
generated: "2020-01-01T00:00:00Z"
serverInfo: { contextPath: /x }
`;

describe('addToCatalog', () => {
  it('helm/chart-releaser#37, linode/apl-core#500: keeps everything, and puts the new entry first', () => {
    const text = addToCatalog(INDEX, ENTRY);
    const { entries, ...rest } = parse(text);
    expect(rest).toEqual({
      apiVersion: 'v1',
      generated: '2020-01-01T00:00:00Z',
      serverInfo: { contextPath: '/x' },
    });
    expect(entries.other).toEqual([{ name: 'other', version: '0.1.0', custom: { x: 1 } }]);
    expect(entries.beacon).toMatchObject([
      { version: '1.5.0', digest: 'ab', created: '2026-01-01T00:00:00Z' },
      { version: '1.4.0' },
    ]);
    expect(text).toContain('# kept');
  });
  it('helm/helm#6921, #12236, chartmuseum/helm-push#201: text that looks like a number stays text', () => {
    for (const appVersion of ['1.10', '1e3', '72225e2', '0x10', 'true', '63366e78'])
      expect(
        parse(addToCatalog(undefined, { ...ENTRY, chart: { appVersion } })).entries.beacon[0].appVersion,
      ).toBe(appVersion);
  });
  it('changes no byte the second time', () => {
    const once = addToCatalog(INDEX, ENTRY);
    expect(addToCatalog(once, ENTRY)).toBe(once);
    const first = addToCatalog(undefined, ENTRY);
    expect(addToCatalog(first, ENTRY)).toBe(first);
  });
  it.each([
    ['another package', addToCatalog(INDEX, { ...ENTRY, digest: 'ff' })],
    ['no entries', 'apiVersion: v1\n'],
    ['entries that are a list', 'entries: []\n'],
    ['versions that are no list', 'entries: { beacon: {} }\n'],
    ['no YAML', 'entries: {'],
    ['nothing', ''],
  ])('refuses an index with %s', (_, text) => expect(() => addToCatalog(text, ENTRY)).toThrow('expected'));
});
