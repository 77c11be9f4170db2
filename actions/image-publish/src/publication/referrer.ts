import type { Blob } from '../layout/assembly.ts';
import { type Descriptor, digestOf, MANIFEST_TYPE } from '../layout/layout.ts';

/** An SBOM without a signature, as an artifact that refers to a platform's manifest (OCI image specification 1.1, "artifactType"). */
export type Referrer = { readonly manifest: Blob; readonly blobs: readonly Blob[] };

const SPDX_TYPE = 'application/spdx+json';
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

export function makeSbomReferrer(subject: Descriptor, spdx: string): Referrer {
  const config = blob(EMPTY_TYPE, '{}');
  const layer = blob(SPDX_TYPE, spdx);
  const { mediaType, digest, size } = subject;
  const manifest = blob(
    MANIFEST_TYPE,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      artifactType: SPDX_TYPE,
      config: config.descriptor,
      layers: [layer.descriptor],
      subject: { mediaType, digest, size },
    }),
  );
  return { manifest, blobs: [config, layer] };
}

function blob(mediaType: string, text: string): Blob {
  return { text, descriptor: { mediaType, digest: digestOf(text), size: Buffer.byteLength(text) } };
}
