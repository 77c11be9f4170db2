import { renderPurl, type SbomContents, type SbomModule } from './contents.ts';

const MAIN = 'SPDXRef-Package-main';
const UNKNOWN = 'NOASSERTION';

/** SPDX 2.3 as JSON (ISO/IEC 5962). Licences are not guessed. */
export function renderSpdx(contents: SbomContents): string {
  const { name, version, time, goVersion, modules, id, repositoryUrl, tag } = contents;
  const standard = { path: 'std', version: goVersion.replace(/^go/, ''), h1: '' };
  const libraries = [...modules, standard].map((module, index) => ({
    module,
    id: `SPDXRef-Package-${index + 1}`,
  }));
  return `${JSON.stringify(
    {
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name: `${name} ${version}`,
      documentNamespace: `${repositoryUrl}/sbom/${tag.split('/').map(encodeURIComponent).join('/')}-${id.slice(0, 32)}`,
      creationInfo: { created: time, creators: ['Tool: go-actions-semver-release'] },
      packages: [
        { ...renderPackage({ path: name, version, h1: '' }, MAIN), primaryPackagePurpose: 'APPLICATION' },
        ...libraries.map((library) => renderPackage(library.module, library.id)),
      ],
      relationships: [
        { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: MAIN },
        ...libraries.map((library) => ({
          spdxElementId: MAIN,
          relationshipType: 'DEPENDS_ON',
          relatedSpdxElement: library.id,
        })),
      ],
    },
    null,
    2,
  )}\n`;
}

function renderPackage(module: SbomModule, id: string): Record<string, unknown> {
  return {
    SPDXID: id,
    name: module.path,
    ...(module.version !== '' && { versionInfo: module.version }),
    downloadLocation: UNKNOWN,
    filesAnalyzed: false,
    licenseConcluded: UNKNOWN,
    licenseDeclared: UNKNOWN,
    copyrightText: UNKNOWN,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: renderPurl(module),
      },
    ],
    ...(module.h1 !== '' && { comment: `go.sum: ${module.h1}` }),
  };
}
