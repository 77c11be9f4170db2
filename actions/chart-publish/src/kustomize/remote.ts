import { parse } from 'yaml';

/** Fields of a kustomization that name files, folders or places elsewhere. */
const FIELDS = [
  'resources',
  'bases',
  'components',
  'generators',
  'transformers',
  'validators',
  'crds',
  'configurations',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'openapi',
  'helmCharts',
];

/** Of these the files that they read; kustomize fetches one that is an URL (api/internal/loader/fileloader.go). */
const GENERATORS = ['configMapGenerator', 'secretGenerator'];

/** Anything that leaves the repository: URLs, hosts, git's forms (kustomize: api/internal/git/repospec.go). */
const REMOTE =
  /^\w[\w+.-]*:\/\/|^\w+::|^git@|^[\w.-]+\.\w+\/.*(\/\/|\?|\.git)|^(github\.com|gitlab\.com|bitbucket\.org)[/:]|[?&]ref=/i;

/** What a kustomization takes from elsewhere, and the local folders that it goes on to. */
export type Kustomization = { readonly remote: readonly string[]; readonly local: readonly string[] };

/** Throws for what is not YAML. */
export function readKustomization(text: string): Kustomization {
  const document = (parse(text) ?? {}) as Record<string, unknown>;
  const named = [
    ...FIELDS.flatMap((field) => listTexts(document[field])),
    ...GENERATORS.flatMap((field) => listSources(document[field])),
  ].filter((value) => !value.includes('\n'));
  const inflated = document.helmCharts === undefined ? [] : ['helmCharts'];
  return {
    remote: [...inflated, ...named.filter((value) => REMOTE.test(value))],
    local: named.filter((value) => !REMOTE.test(value)),
  };
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(listTexts);
  if (value === null || typeof value !== 'object') return [];
  const { path, url, repo } = value as Record<string, unknown>;
  return [path, url, repo].flatMap(listTexts);
}

/** `files` may be `key=path`. */
function listSources(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((generator) => {
    const { files, envs, env } = (generator ?? {}) as Record<string, unknown>;
    return [files, envs, env].flatMap(listTexts).map((source) => source.replace(/^[^=/:]*=/, ''));
  });
}
