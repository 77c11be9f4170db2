import { describe, expect, it } from 'vitest';
import {
  describeImage,
  listOverruled,
  parseLabels,
  readLicense,
} from '../../../actions/image-publish/src/description.ts';

const FACTS = {
  version: '1.5.0',
  revision: 'a'.repeat(40),
  committed: 1_767_225_600,
  source: 'https://github.com/octo/app',
  license: 'MIT',
  base: { name: 'r.test/base:v1', digest: `sha256:${'b'.repeat(64)}` },
  goVersion: 'go1.26.8',
};

describe('describeImage', () => {
  it('google/go-containerregistry#316: says when the commit was made, and no moment of the build', () => {
    expect(describeImage(FACTS, {})['org.opencontainers.image.created']).toBe('2026-01-01T00:00:00Z');
  });
  it('labels of docker/metadata-action cannot say another version, commit or time', () => {
    const given = {
      'org.opencontainers.image.version': 'main',
      'org.opencontainers.image.revision': 'f'.repeat(40),
      'org.opencontainers.image.created': '2026-11-30T12:00:00.000Z',
      'org.opencontainers.image.base.digest': `sha256:${'0'.repeat(64)}`,
      'org.opencontainers.image.licenses': 'Apache-2.0',
    };
    const described = describeImage(FACTS, given);
    expect(described).toEqual({
      ...describeImage(FACTS, {}),
      'org.opencontainers.image.licenses': 'Apache-2.0',
    });
    expect(listOverruled(described, given).map((name) => name.split('.').at(-1))).toEqual([
      'version',
      'revision',
      'created',
      'digest',
    ]);
  });

  it('the same moment in another notation is no contradiction', () => {
    const given = { 'org.opencontainers.image.created': '2026-01-01T01:00:00+01:00' };
    expect(listOverruled(describeImage(FACTS, given), given)).toEqual([]);
  });

  it('has what is known, and the user has the last word', () => {
    const described = describeImage(
      { ...FACTS, license: undefined, base: undefined },
      { 'org.opencontainers.image.title': 'mine' },
    );
    expect(described).toEqual({
      'org.opencontainers.image.title': 'mine',
      'org.opencontainers.image.version': '1.5.0',
      'org.opencontainers.image.revision': 'a'.repeat(40),
      'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
      'org.opencontainers.image.source': 'https://github.com/octo/app',
      'dev.golang.version': 'go1.26.8',
    });
  });
});

it("reads the licence from GitHub's event", () => {
  const event = (spdx_id: unknown) => ({ repository: { license: { spdx_id } } });
  expect(readLicense(event('Apache-2.0'))).toBe('Apache-2.0');
  expect(
    [event('NOASSERTION'), event('<x>'), { repository: { license: null } }, {}].map(readLicense),
  ).toEqual(Array(4).fill(undefined));
});

describe('parseLabels', () => {
  const cases = [
    { input: '', want: {} },
    { input: 'a.b=c = d\n\nvendor=Octo', want: { 'a.b': 'c = d', vendor: 'Octo' } },
    { input: '{"org.opencontainers.image.title":"app"}', want: { 'org.opencontainers.image.title': 'app' } },
    { input: '{"a":1}', throws: 'JSON object of texts' },
    { input: '{"a"', throws: 'JSON object' },
    { input: 'novalue', throws: 'expected lines' },
    { input: 'Upper=x', throws: 'expected lines' },
    { input: '{"a":"x\\ny"}', throws: 'expected lines' },
  ];
  it.each(cases)('$input', (row) => {
    if ('throws' in row) expect(() => parseLabels(row.input)).toThrow(row.throws);
    else expect(parseLabels(row.input)).toEqual(row.want);
  });
});
