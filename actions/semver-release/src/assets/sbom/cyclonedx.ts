import { renderPurl, type SbomContents, type SbomModule } from './contents.ts';

/** CycloneDX 1.6 as JSON (ECMA-424). Go's `h1:` is the hash of a listing and not of a file, so it is a property and no hash. */
export function renderCycloneDx(contents: SbomContents): string {
  const { name, version, time, goVersion, modules, id, repositoryUrl, commit } = contents;
  const main = renderPurl({ path: name, version });
  const standard = { path: 'std', version: goVersion.replace(/^go/, ''), h1: '' };
  const libraries = [...modules, standard];
  return `${JSON.stringify(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${toUuid(id)}`,
      version: 1,
      metadata: {
        timestamp: time,
        tools: { components: [{ type: 'application', name: 'go-actions semver-release' }] },
        component: {
          type: 'application',
          'bom-ref': main,
          name,
          version,
          purl: main,
          externalReferences: [{ type: 'vcs', url: repositoryUrl }],
          properties: [{ name: 'vcs.revision', value: commit }],
        },
      },
      components: libraries.map(renderComponent),
      dependencies: [
        { ref: main, dependsOn: libraries.map(renderPurl) },
        ...libraries.map((library) => ({ ref: renderPurl(library) })),
      ],
    },
    null,
    2,
  )}\n`;
}

function renderComponent(module: SbomModule): Record<string, unknown> {
  const purl = renderPurl(module);
  return {
    type: 'library',
    'bom-ref': purl,
    name: module.path,
    ...(module.version !== '' && { version: module.version }),
    purl,
    ...(module.h1 !== '' && { properties: [{ name: 'go.sum', value: module.h1 }] }),
  };
}

/** RFC 9562, version 8: digits of our own, so that the same release has the same number. */
function toUuid(id: string): string {
  const hex = `${id.slice(0, 12)}8${id.slice(13, 16)}8${id.slice(17, 32)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
