import { expect, it } from 'vitest';
import { makeSbomReferrer } from '../../../../actions/image-publish/src/publication/referrer.ts';

it('refers to the manifest, and is the same for the same SBOM', () => {
  const subject = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${'1'.repeat(64)}`,
    size: 3,
  };
  const { manifest, blobs } = makeSbomReferrer(subject, '{}\n');
  expect(JSON.parse(manifest.text)).toMatchObject({
    artifactType: 'application/spdx+json',
    subject,
    layers: [blobs[1]?.descriptor],
  });
  expect(makeSbomReferrer(subject, '{}\n')).toEqual({ manifest, blobs });
});
