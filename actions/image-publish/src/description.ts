import { timestamp } from './layout/assembly.ts';

/** What an image says about itself (OCI image specification, annotations.md); what is not known is left out. */
export type Facts = {
  readonly version: string;
  readonly revision: string;
  /** Seconds since the epoch. */
  readonly committed: number;
  /** `https://github.com/octo/app` */
  readonly source: string;
  /** SPDX, as GitHub's event names the repository's licence. */
  readonly license: string | undefined;
  readonly base: { readonly name: string; readonly digest: string | undefined } | undefined;
  readonly goVersion: string | undefined;
};

const KEY = 'org.opencontainers.image.';

/** What is known better than any label that is given: of a tool that asked the run, not the commit. */
const OURS = ['version', 'revision', 'created', 'base.name', 'base.digest'].map((name) => `${KEY}${name}`);

/** Annotations of the index and the manifests, and labels of the configurations; those that the user gives win, but for facts. */
export function describeImage(
  facts: Facts,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const known: Record<string, string | undefined> = {
    [`${KEY}title`]: facts.source.split('/').at(-1),
    [`${KEY}version`]: facts.version,
    [`${KEY}revision`]: facts.revision,
    [`${KEY}created`]: timestamp(facts.committed),
    [`${KEY}source`]: facts.source,
    [`${KEY}licenses`]: facts.license,
    [`${KEY}base.name`]: facts.base?.name,
    [`${KEY}base.digest`]: facts.base?.digest,
    'dev.golang.version': facts.goVersion,
  };
  const free = Object.entries(given).filter(([name]) => !known[name] || !OURS.includes(name));
  const all = { ...known, ...Object.fromEntries(free) };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

/** Labels that are given and left out, since the commit says something else. */
export function listOverruled(
  described: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): string[] {
  const same = (name: string, value: string) =>
    described[name] === value ||
    (name === `${KEY}created` && Date.parse(value) === Date.parse(described[name] ?? ''));
  return Object.entries(given).flatMap(([name, value]) => (same(name, value) ? [] : [name]));
}

/** GitHub says NOASSERTION where it knows no licence. */
export function readLicense(event: Readonly<Record<string, unknown>>): string | undefined {
  const repository = event.repository as { license?: { spdx_id?: unknown } | null } | undefined;
  const id = repository?.license?.spdx_id;
  return typeof id === 'string' && /^[A-Za-z0-9.+-]+$/.test(id) && id !== 'NOASSERTION' ? id : undefined;
}

/** A JSON object (the `labels` output of semver-release), or lines `name=value`. */
export function parseLabels(text: string): Readonly<Record<string, string>> {
  const pairs = text.startsWith('{') ? readObject(text) : readLines(text);
  for (const [name, value] of pairs) {
    if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name) || typeof value !== 'string' || /[\r\n]/.test(value))
      throw new Error(
        'expected lines such as "org.opencontainers.image.vendor=Octo", or a JSON object of texts',
      );
  }
  return Object.fromEntries(pairs) as Record<string, string>;
}

function readObject(text: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    throw new Error('expected a JSON object of texts');
  }
}

function readLines(text: string): [string, string][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? ['', ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
}
