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

/** Anything that leaves the repository: URLs, hosts, git's forms (kustomize: api/internal/git/repospec.go). */
const REMOTE =
  /^\w[\w+.-]*:\/\/|^\w+::|^git@|^[\w.-]+\.\w+\/.*(\/\/|\?|\.git)|^(github\.com|gitlab\.com|bitbucket\.org)[/:]|[?&]ref=/i;

/** What a kustomization takes from elsewhere, and the local folders that it goes on to. */
export function readKustomization(text: string): { readonly remote: string[]; readonly local: string[] } {
  const document = (parse(text, { maxAliasCount: 0 }) ?? {}) as Record<string, unknown>;
  const named = FIELDS.flatMap((field) => listTexts(document[field])).filter(
    (value) => !value.includes('\n'),
  );
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
