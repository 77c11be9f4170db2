import { type Document, parseAllDocuments } from 'yaml';

/** A resource that a chart or an overlay renders. */
export type Resource = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
};

type Metadata = { readonly name?: unknown; readonly namespace?: unknown };

/** Reads rendered manifests, lists of resources included; what names no namespace is in `namespace`. What is no resource is an error. */
export function parseManifests(text: string, namespace = ''): Resource[] {
  return readDocuments(text).flatMap((document) => listResources(document.toJS(), namespace));
}

/** Resources that are there twice, as sentences. */
export function findDoubles(resources: readonly Resource[]): string[] {
  const groups = Map.groupBy(resources, ({ apiVersion, kind, namespace, name }) =>
    JSON.stringify([apiVersion.split('/')[0], kind, namespace, name]),
  );
  return [...groups.values()].flatMap(([first, ...more]) =>
    first && more.length > 0 ? [`${first.kind} ${first.name} is rendered ${more.length + 1} times`] : [],
  );
}

function readDocuments(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.filter((document) => {
    const [error] = document.errors;
    if (error)
      throw new Error(`expected manifests in YAML: ${error.code} at line ${error.linePos?.[0].line ?? '?'}`);
    return document.toJS() !== null;
  });
}

function listResources(value: unknown, implied: string): Resource[] {
  const { apiVersion, kind, metadata, items } = (value ?? {}) as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    throw new Error('expected resources with `apiVersion` and `kind`');
  if (kind === 'List' && Array.isArray(items)) return items.flatMap((item) => listResources(item, implied));
  const { name, namespace } = (metadata ?? {}) as Metadata;
  if (typeof name !== 'string' || name === '')
    throw new Error(`expected a name for every resource, and ${kind} has none`);
  return [
    {
      apiVersion,
      kind,
      name,
      namespace: typeof namespace === 'string' && namespace !== '' ? namespace : implied,
    },
  ];
}
