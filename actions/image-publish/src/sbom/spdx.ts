import { timestamp } from '../layout/assembly.ts';
import { formatPlatform, type Platform } from '../platform.ts';
import type { Software } from './packages.ts';

export type SbomSubject = {
  /** `ghcr.io/team/app` */
  readonly image: string;
  readonly version: string;
  readonly platform: Platform;
  /** The digest of the platform's manifest. */
  readonly digest: string;
  /** Seconds since the epoch. */
  readonly created: number;
};

/** An SPDX 2.3 document, as JSON, of one platform's image: the same bytes for the same image. */
export function renderSpdx(subject: SbomSubject, software: readonly Software[]): string {
  const { image, version, platform, digest, created } = subject;
  const hex = digest.replace('sha256:', '');
  const all = [...new Map(software.map((each) => [each.purl, each])).values()].sort((a, b) =>
    a.purl < b.purl ? -1 : 1,
  );
  const name = image.split('/').at(-1) ?? image;
  const query = new URLSearchParams({
    arch: platform.architecture,
    repository_url: image,
    tag: version,
  });
  const packages = all.map((each, i) => ({ id: `SPDXRef-Package-${i + 1}`, ...each }));
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${image}:${version} (${formatPlatform(platform)})`,
    documentNamespace: `https://spdx.org/spdxdocs/${encodeURIComponent(name)}-${hex}`,
    creationInfo: { created: timestamp(created), creators: ['Tool: go-actions-image-publish'] },
    documentDescribes: ['SPDXRef-Image'],
    packages: [
      describePackage(
        'SPDXRef-Image',
        {
          name: image,
          version,
          purl: `pkg:oci/${encodeURIComponent(name)}@${encodeURIComponent(digest)}?${query}`,
        },
        { primaryPackagePurpose: 'CONTAINER', checksums: [{ algorithm: 'SHA256', checksumValue: hex }] },
      ),
      ...packages.map(({ id, ...each }) => describePackage(id, each)),
    ],
    relationships: [
      relate('SPDXRef-DOCUMENT', 'DESCRIBES', 'SPDXRef-Image'),
      ...packages.map(({ id }) => relate('SPDXRef-Image', 'CONTAINS', id)),
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function describePackage(id: string, { name, version, purl }: Software, more: object = {}): object {
  return {
    SPDXID: id,
    name,
    ...(version && { versionInfo: version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    ...more,
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  };
}

const relate = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object => ({
  spdxElementId,
  relationshipType,
  relatedSpdxElement,
});
