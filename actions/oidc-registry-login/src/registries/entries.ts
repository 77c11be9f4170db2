import { expected, InputReader } from '@go-actions/action-kit';
import { parse } from 'yaml';
import { PROVIDER_IDS, PROVIDERS, type ProviderId, providerOf } from '../providers/index.ts';
import type { Access, LoginTarget } from '../providers/provider.ts';
import { parseBaseUrl, parseHost } from './host.ts';
import { findStoredSecret } from './stored-secret.ts';

/** One registry to log in to; the provider's own settings are beside these, and only it knows their names. */
export type RegistryEntry = LoginTarget & { readonly provider: ProviderId };

export const ACCESS = ['pull', 'push'] as const;
export const COMMON_KEYS = ['registry', 'provider', 'access', 'repositories', 'endpoint'] as const;
export const SETTING_KEYS: readonly string[] = [...new Set(PROVIDER_IDS.flatMap((id) => PROVIDERS[id].keys))];

type Fields = Readonly<Record<string, string>>;
type Reading = { readonly entries: readonly RegistryEntry[]; readonly complaints: readonly string[] };

/** Path components of an image name (distribution, reference/regexp.go). */
const COMPONENT = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(/${COMPONENT})*$`);

/**
 * The entries of the YAML list `registries`, or the single one of the short form, with every complaint about any of them.
 * An entry that is complained about is not in the result.
 */
export function readRegistries(from: { registries: string; single: Fields; access: Access }): Reading {
  const short = Object.keys(from.single).length > 0;
  if (from.registries && short) {
    const keys = Object.keys(from.single)
      .map((key) => `\`${key}\``)
      .join(', ');
    return {
      entries: [],
      complaints: [`\`registries\` and ${keys} are both set; expected the list or the short form, not both`],
    };
  }
  if (!from.registries && !short) {
    return {
      entries: [],
      complaints: ['`registries` is empty; expected a YAML list with one entry for each registry'],
    };
  }
  if (short) return gather([readEntry(from.single, from.access, '')]);
  const { items, complaint } = parseList(from.registries);
  if (complaint) return { entries: [], complaints: [complaint] };
  return withoutDuplicates(
    gather(
      items.map((item, index) => {
        const flat = flatten(item);
        const where = `registries[${index + 1}]${flat?.registry ? ` (${flat.registry.slice(0, 80)})` : ''}: `;
        if (!flat) return { complaints: [`${where}expected keys and values, such as "registry: ghcr.io"`] };
        return readEntry(flat, from.access, where);
      }),
    ),
  );
}

type EntryReading = { readonly entry?: RegistryEntry; readonly complaints: readonly string[] };

function gather(readings: readonly EntryReading[]): Reading {
  return {
    entries: readings.flatMap(({ entry }) => (entry ? [entry] : [])),
    complaints: readings.flatMap(({ complaints }) => complaints),
  };
}

function withoutDuplicates(reading: Reading): Reading {
  const hosts = reading.entries.map(({ registry }) => registry);
  const twice = [...new Set(hosts.filter((host, index) => hosts.indexOf(host) !== index))];
  const complaints = twice.map(
    (host) => `registries: ${host} is there twice; clients know one credential for a host`,
  );
  return { entries: reading.entries, complaints: [...reading.complaints, ...complaints] };
}

function parseList(text: string): { items: readonly unknown[]; complaint?: string } {
  try {
    // "failsafe" keeps every scalar as the text that was written: account ids with leading zeros, "no", "1e3".
    const parsed: unknown = parse(text, { schema: 'failsafe', maxAliasCount: 0, prettyErrors: false });
    if (Array.isArray(parsed) && parsed.length > 0) return { items: parsed };
    return { items: [], complaint: '`registries` is no list; expected lines such as "- registry: ghcr.io"' };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { items: [], complaint: `\`registries\` is no YAML: ${reason}` };
  }
}

/** Lists become lines, maps become `name=value` lines: what the inputs of the short form look like too. */
function flatten(item: unknown): Fields | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(text).join('\n');
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value)
        .map(([name, inner]) => `${name}=${text(inner)}`)
        .join('\n');
    }
    return String(value ?? '').trim();
  };
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, text(value)]));
}

function readEntry(fields: Fields, defaultAccess: Access, where: string): EntryReading {
  const secrets = Object.entries(fields).flatMap(([key, value]) => {
    const what = findStoredSecret(key, value);
    return what
      ? [{ key, complaint: `\`${key}\` holds ${what}; expected none: this action exists to do without` }]
      : [];
  });
  const hidden = new Set(secrets.map(({ key }) => key));
  const shown = Object.fromEntries(Object.entries(fields).filter(([key]) => !hidden.has(key)));
  const input = new InputReader({}, () => undefined, {
    get: (name) => (Object.hasOwn(shown, name) ? shown[name] : undefined),
  });
  const registry = input.parsed('registry', parseHost);
  const provider = registry && input.parsed('provider', (text) => parseProvider(text, registry));
  const target: LoginTarget = {
    registry,
    access: input.parsed(
      'access',
      (text) => ACCESS.find((value) => value === (text || defaultAccess)) ?? expected('pull or push'),
    ),
    repositories: input.list('repositories').map((name) => checkRepository(name, input)),
    endpoint: input.parsedOptional('endpoint', parseBaseUrl),
  };
  // Without a provider nobody knows which keys are right.
  const settings = provider ? PROVIDERS[provider].read(input, target) : {};
  if (provider) for (const complaint of findUnknown(shown, provider)) input.complain(complaint);
  // What is missing because it was a secret has been complained about.
  const others = input.found.filter(({ name }) => name === undefined || !hidden.has(name));
  const complaints = [...secrets.map(({ complaint }) => complaint), ...others.map(({ text }) => text)].map(
    (complaint) => where + complaint,
  );
  return complaints.length > 0 || !provider
    ? { complaints }
    : { entry: { ...settings, ...target, provider }, complaints };
}

function parseProvider(text: string, registry: string): ProviderId {
  const list = PROVIDER_IDS.join(', ');
  if (text) return PROVIDER_IDS.find((id) => id === text) ?? expected(`one of ${list}`);
  return providerOf(registry) ?? expected(`one of ${list}: ${registry} does not tell`);
}

function findUnknown(fields: Fields, provider: ProviderId): string[] {
  const allowed = [...COMMON_KEYS, ...PROVIDERS[provider].keys];
  return Object.keys(fields)
    .filter((key) => !allowed.includes(key))
    .map(
      (key) => `\`${key.slice(0, 80)}\` is no key of provider ${provider}; expected ${allowed.join(', ')}`,
    );
}

function checkRepository(name: string, input: InputReader): string {
  if (!REPOSITORY.test(name))
    input.complain(
      `\`repositories\` has ${JSON.stringify(name.slice(0, 80))}; expected names such as "team/app", without host and tag`,
    );
  return name;
}
