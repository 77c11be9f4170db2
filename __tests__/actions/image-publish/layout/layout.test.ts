import { describe, expect, it } from 'vitest';
import {
  CONFIG_TYPE,
  digestOf,
  INDEX_TYPE,
  isAttestation,
  isIndexType,
  isManifestType,
  MANIFEST_TYPE,
  ociLayerType,
  parseImage,
  parseIndex,
  parseManifest,
} from '../../../../actions/image-publish/src/layout/layout.ts';

const DIGEST = digestOf('');
const descriptor = (mediaType: string, more: object = {}) => ({
  mediaType,
  digest: DIGEST,
  size: 0,
  ...more,
});
const manifest = (changes: object = {}) =>
  JSON.stringify({ config: descriptor(CONFIG_TYPE), layers: [], ...changes });
const config = (changes: object = {}) =>
  JSON.stringify({ os: 'linux', architecture: 'arm', variant: 'v7', rootfs: { diff_ids: [] }, ...changes });

it('the digest of nothing is the one that everybody knows', () => {
  expect(DIGEST).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

it('formats of Docker are read like those of OCI', () => {
  const docker = 'application/vnd.docker.distribution.manifest';
  expect([INDEX_TYPE, `${docker}.list.v2+json`].every(isIndexType)).toBe(true);
  expect([MANIFEST_TYPE, `${docker}.v2+json`].every(isManifestType)).toBe(true);
  expect(isIndexType(MANIFEST_TYPE) || isManifestType(INDEX_TYPE)).toBe(false);
  expect(ociLayerType('application/vnd.docker.image.rootfs.diff.tar.gzip')).toBe(
    'application/vnd.oci.image.layer.v1.tar+gzip',
  );
  expect(ociLayerType('application/x')).toBe('application/x');
});

describe('attestations of BuildKit', () => {
  it.each([
    ['by their platform', { platform: { os: 'unknown', architecture: 'unknown' } }, true],
    ['by their annotation', { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }, true],
    ['not images', { platform: { os: 'linux', architecture: 'amd64' } }, false],
    ['not what says nothing', {}, false],
  ])('are known %s', (_, more, want) => {
    const [only] = parseIndex(JSON.stringify({ manifests: [descriptor(MANIFEST_TYPE, more)] }));
    expect(only && isAttestation(only)).toBe(want);
  });
});

it('reads what is judged, and keeps the document', () => {
  const text = config({
    author: 'somebody',
    config: { User: '65532', Entrypoint: ['/app'], Env: ['A=b'], Labels: { a: 'b' } },
  });
  const image = parseImage(parseManifest(manifest({ annotations: { c: 'd' } })), text);
  expect(image.config).toEqual({
    platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
    user: '65532',
    entrypoint: ['/app'],
    cmd: [],
    env: ['A=b'],
    workingDir: '',
    labels: { a: 'b' },
    diffIds: [],
  });
  expect(image.manifest.annotations).toEqual({ c: 'd' });
  expect(image.document.author).toBe('somebody');
});

it('an image without a configuration of its own runs nothing, as nobody', () => {
  expect(parseImage(parseManifest(manifest()), config()).config).toMatchObject({ user: '', entrypoint: [] });
});

describe('documents of strangers', () => {
  it.each([
    ['no JSON', () => parseIndex('{')],
    ['no list of manifests', () => parseIndex('{"manifests": {}}')],
    [
      'a digest of another kind',
      () => parseIndex(`{"manifests":[{"mediaType":"x","digest":"md5:0","size":1}]}`),
    ],
    [
      'a digest that leads elsewhere',
      () => parseIndex(`{"manifests":[{"mediaType":"x","digest":"sha256:../../x","size":1}]}`),
    ],
    [
      'a size below nothing',
      () => parseManifest(manifest({ config: descriptor(CONFIG_TYPE, { size: -1 }) })),
    ],
    ['no layers', () => parseManifest(JSON.stringify({ config: descriptor(CONFIG_TYPE) }))],
    [
      'a command that is no list',
      () => parseImage(parseManifest(manifest()), config({ config: { Cmd: 'sh' } })),
    ],
    ['a number for a user', () => parseImage(parseManifest(manifest()), config({ config: { User: 0 } }))],
  ])('%s', (_, read) => expect(read).toThrow());
});
