import { expect, it } from 'vitest';
import { renderSpdx } from '../../../../actions/image-publish/src/sbom/spdx.ts';
import { judgeSpdx } from './schema.ts';

const subject = {
  image: 'ghcr.io/team/app',
  version: '1.5.0',
  platform: { os: 'linux', architecture: 'arm64' },
  digest: `sha256:${'a'.repeat(64)}`,
  created: 1_767_225_600,
};
const a = { name: 'a', version: 'v1', purl: 'pkg:golang/a@v1' };
const b = { name: 'b', version: 'v2', purl: 'pkg:golang/b@v2' };

it('cilium/cilium#35325, actions/attest-sbom#60: an SBOM is of one platform, and says which', () => {
  const document = JSON.parse(renderSpdx(subject, [b, a, b]));
  expect(document).toMatchObject({
    spdxVersion: 'SPDX-2.3',
    name: 'ghcr.io/team/app:1.5.0 (linux/arm64)',
    creationInfo: { created: '2026-01-01T00:00:00Z' },
    documentNamespace: `https://spdx.org/spdxdocs/app-${'a'.repeat(64)}`,
  });
  expect(document.packages.map(({ name }: { name: string }) => name)).toEqual(['ghcr.io/team/app', 'a', 'b']);
  const [image] = document.packages;
  expect(image.externalRefs[0].referenceLocator).toContain('arch=arm64');
  expect(document.relationships).toHaveLength(3);
});

it('has the same bytes whatever the order of what was found', () => {
  expect(renderSpdx(subject, [a, b])).toBe(renderSpdx(subject, [b, a]));
});

it('is valid by the official schema, which refuses what it must', () => {
  const document = renderSpdx(subject, [a, b]);
  expect(judgeSpdx(document)).toEqual([]);
  expect(judgeSpdx(renderSpdx(subject, []))).toEqual([]);
  expect(judgeSpdx(document.replace('"SPDXID"', '"spdxid"'))).not.toEqual([]);
});
