import { describe, expect, it } from 'vitest';
import { assembleImage } from '../../../../actions/image-publish/src/layout/assembly.ts';
import {
  digestOf,
  isAttestation,
  parseImage,
  parseIndex,
  parseManifest,
} from '../../../../actions/image-publish/src/layout/layout.ts';

const LAYER = `sha256:${'1'.repeat(64)}`;
const descriptor = (mediaType: string, digest = LAYER) => ({ mediaType, digest, size: 7 });
const DOCKER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const CONFIG = {
  os: 'linux',
  architecture: 'amd64',
  created: '0001-01-01T00:00:00Z',
  author: 'somebody',
  rootfs: { type: 'layers', diff_ids: [LAYER] },
  config: {
    User: 'root',
    Labels: { 'org.opencontainers.image.title': 'go', kept: 'yes' },
    Env: ['A=b'],
    Volumes: {},
  },
};
const manifest = parseManifest(
  JSON.stringify({
    config: descriptor('x'),
    layers: [descriptor(DOCKER)],
    annotations: { 'org.opencontainers.image.title': 'go' },
  }),
);
const image = parseImage(manifest, JSON.stringify(CONFIG));
const PLATFORM = { os: 'linux', architecture: 'amd64' };
const assemble = (annotations: Record<string, string>, ofBase = false) =>
  assembleImage([{ platform: PLATFORM, image, user: '65532:65532' }], {
    annotations,
    created: 1_767_225_600,
    ofBase,
  });

describe('assembleImage', () => {
  const { index, images } = assemble({ 'org.opencontainers.image.title': 'app' });
  const [first] = images;
  const config = JSON.parse(first?.config.text ?? '') as { config: Record<string, unknown> };

  it('ko-build/ko#1591: our labels win over those of the base image, and the others stay', () => {
    expect(config).toMatchObject({ author: 'somebody', created: '2026-01-01T00:00:00Z' });
    expect(config.config).toEqual({
      User: '65532:65532',
      Labels: { kept: 'yes', 'org.opencontainers.image.title': 'app' },
      Env: ['A=b'],
      Volumes: {},
    });
  });

  it('ko-build/ko#1231, #1395: what the base image says of itself is not said of ours', () => {
    const { images } = assemble({ 'org.opencontainers.image.version': '1.5.0' }, true);
    const text = images[0]?.config.text ?? '';
    expect(JSON.parse(text).config.Labels).toEqual({
      kept: 'yes',
      'org.opencontainers.image.version': '1.5.0',
    });
    expect(JSON.parse(images[0]?.manifest.text ?? '').annotations).toEqual({
      'org.opencontainers.image.version': '1.5.0',
    });
  });

  it('describes index, manifest and configuration alike, in the formats of OCI', () => {
    expect(JSON.parse(first?.manifest.text ?? '')).toMatchObject({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: LAYER }],
      annotations: { 'org.opencontainers.image.title': 'app' },
    });
    expect(JSON.parse(index.text)).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ ...first?.manifest.descriptor, platform: PLATFORM }],
      annotations: { 'org.opencontainers.image.title': 'app' },
    });
  });

  it('moby/buildkit#3485, kitops-ml/kitops#1224: depends on its arguments alone, whatever their order', () => {
    expect(assemble({ b: '2', a: '1' }).index).toEqual(assemble({ a: '1', b: '2' }).index);
    expect(digestOf(index.text)).toBe(index.descriptor.digest);
  });
});

describe('reading a layout of somebody', () => {
  it('docker/build-push-action#851, zakura-core/zakura#554: knows the attestations of BuildKit', () => {
    const entries = parseIndex(
      JSON.stringify({
        manifests: [
          { ...descriptor('m'), platform: PLATFORM },
          { ...descriptor('m'), platform: { os: 'unknown', architecture: 'unknown' } },
          { ...descriptor('m'), annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
        ],
      }),
    );
    expect(entries.map(isAttestation)).toEqual([false, true, true]);
  });

  it.each([
    ['no JSON', 'x'],
    ['no digest', JSON.stringify({ manifests: [{ mediaType: 'm', digest: '../../etc', size: 1 }] })],
    ['no list', '{"manifests":{}}'],
  ])('refuses an index with %s', (_, text) => expect(() => parseIndex(text)).toThrow('expected'));
});
