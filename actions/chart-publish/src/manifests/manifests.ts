import { Document, isMap, isSeq, parseAllDocuments, type YAMLMap } from 'yaml';

/** A resource that a chart or an overlay renders. */
export type Resource = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Of a hook of helm: when it is made; another one of the same name may take its place at another time. */
  readonly hooks: readonly string[];
};

export type Manifests = {
  readonly resources: readonly Resource[];
  /** The same as one document each, as the API server gets them. */
  readonly text: string;
};

type Metadata = { readonly name?: unknown; readonly namespace?: unknown; readonly annotations?: unknown };

/**
 * Reads rendered manifests and takes lists apart; what names no namespace is in `namespace`. What is no resource is an error,
 * which quotes nothing.
 */
export function parseManifests(text: string, namespace = ''): Manifests {
  const written = readDocuments(text);
  const documents = written.flatMap(({ contents }) => takeApart(contents));
  const hasLists = written.some(({ contents }) => itemsOf(contents) !== undefined);
  return {
    resources: documents.map((document) => readResource(document.toJS(), namespace)),
    text: hasLists ? documents.map((document) => document.toString({ lineWidth: 0 })).join('---\n') : text,
  };
}

/** Resources that are there twice, as sentences. */
export function findDoubles(resources: readonly Resource[]): string[] {
  const groups = Map.groupBy(resources, ({ apiVersion, kind, namespace, name }) =>
    JSON.stringify([apiVersion.split('/')[0], kind, namespace, name]),
  );
  return [...groups.values()].flatMap(([first, ...more]) =>
    first && more.length > 0 && areAtOnce([first, ...more])
      ? [`${first.kind} ${first.name} is rendered ${more.length + 1} times`]
      : [],
  );
}

/** Whether two of them are there at one time: hooks of different events are not. */
function areAtOnce(resources: readonly Resource[]): boolean {
  const events = resources.flatMap(({ hooks }) => hooks);
  return resources.some(({ hooks }) => hooks.length === 0) || new Set(events).size < events.length;
}

function readDocuments(text: string) {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.filter((document) => {
    const [error] = document.errors;
    if (error)
      throw new Error(`expected manifests in YAML: ${error.code} at line ${error.linePos?.[0].line ?? '?'}`);
    return document.toJS() !== null;
  });
}

/**
 * What has `items` is a list whatever its kind (k8s.io/apimachinery, unstructured.IsList); those of a `ConfigMapList` need not
 * say that they are ConfigMaps (unstructuredJSONScheme.decodeToList).
 */
function takeApart(contents: unknown): Document[] {
  const items = itemsOf(contents);
  if (!isMap(contents) || !items) return [new Document(contents)];
  return items.flatMap((item) => takeApart(isMap(item) ? inherit(item, contents) : item));
}

function itemsOf(contents: unknown): readonly unknown[] | undefined {
  const items = isMap(contents) ? contents.get('items') : undefined;
  return isSeq(items) ? items.items : undefined;
}

function inherit(item: YAMLMap, list: YAMLMap): YAMLMap {
  const [apiVersion, kind] = [list.get('apiVersion'), list.get('kind')];
  const own = typeof kind === 'string' && kind.endsWith('List') ? kind.slice(0, -'List'.length) : '';
  if (own !== '' && !item.has('kind')) item.set('kind', own);
  if (own !== '' && !item.has('apiVersion')) item.set('apiVersion', apiVersion);
  return item;
}

function readResource(value: unknown, implied: string): Resource {
  const { apiVersion, kind, metadata } = (value ?? {}) as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    throw new Error('expected resources with `apiVersion` and `kind`');
  const { name, namespace, annotations } = (metadata ?? {}) as Metadata;
  if (typeof name !== 'string' || name === '')
    throw new Error(`expected a name for every resource, and ${kind} has none`);
  return {
    apiVersion,
    kind,
    name,
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : implied,
    hooks: listHooks(annotations),
  };
}

function listHooks(annotations: unknown): string[] {
  const value = (annotations as Record<string, unknown> | null | undefined)?.['helm.sh/hook'];
  return typeof value === 'string' ? value.split(',').map((event) => event.trim()) : [];
}
