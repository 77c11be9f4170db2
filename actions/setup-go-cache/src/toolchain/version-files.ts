import { parseGoMod, parseGoWork } from '@go-actions/go-project';
import { parse } from 'smol-toml';
import { isAtLeast, toSemver, type VersionRequest } from './version.ts';

/** The files that may name a Go version, in the order in which they are asked. */
export const VERSION_FILES = ['go.work', 'go.mod', '.go-version', '.tool-versions', 'mise.toml'] as const;

/** A version file that was found: its path for people, and its text. */
export type VersionFile = { readonly path: string; readonly text: string };

/**
 * The version that one file asks for; undefined when it names none. `toolchain` comes before `go` (go.dev/ref/mod).
 * Throws `go.mod:LINE: …` and the like when the file cannot be read.
 */
export function readVersionFile({ path, text }: VersionFile): VersionRequest | undefined {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const version = (found: string | undefined) => (found ? { text: found, from: path } : undefined);
  if (isModuleFile(name)) return toolchainOf(path, text) ?? goLineOf(path, text);
  if (name === '.tool-versions')
    return version(withoutPrefix(/^\s*go(?:lang)?[ \t]+([^\s#]+)/m.exec(text)?.[1]));
  if (/^\.?mise(\..+)?\.toml$/.test(name)) return version(readMise(text));
  return version(
    text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .find(Boolean),
  );
}

/**
 * Chooses between the files that were found, in the order of VERSION_FILES: the `go` line of go.work or go.mod is what the module
 * needs, and a pin (`.go-version` and the like) that is older is a contradiction; the sentence that says so is thrown. A
 * `toolchain` line is a suggestion for those who pin nothing (go.dev/doc/toolchain). A `go` line of before there were such lines
 * is answered with a Go of today; who wants that old one names it.
 */
export function chooseVersion(files: readonly VersionFile[]): VersionRequest | undefined {
  const modules = files.filter(({ path }) => isModuleFile(path));
  const first = <T>(list: readonly T[], read: (item: T) => VersionRequest | undefined) => {
    for (const item of list) {
      const found = read(item);
      if (found) return found;
    }
    return undefined;
  };
  const needed = first(modules, ({ path, text }) => goLineOf(path, text));
  const suggested = first(modules, ({ path, text }) => toolchainOf(path, text));
  const pin = first(
    files.filter(({ path }) => !isModuleFile(path)),
    readVersionFile,
  );
  if (needed && pin && toSemver(pin.text) && !isAtLeast(newestOf(pin.text), needed.text)) {
    throw new Error(`${pin.from} asks for Go ${pin.text}, but ${needed.from} needs ${needed.text}.`);
  }
  if (suggested) return pin ?? suggested;
  return needed && isAtLeast(FIRST_TOOLCHAIN, needed.text) ? (pin ?? newerThan(needed)) : (needed ?? pin);
}

/** A `go` line up to this one names the language and no toolchain (go.dev/doc/toolchain, 1.21): whatever is newer builds the module. */
const FIRST_TOOLCHAIN = '1.20';
/** What the whole suite supports; the newest such Go that is installed is taken before anything is fetched. */
const NEWER = '>=1.24';

const newerThan = ({ text, from }: VersionRequest): VersionRequest => ({
  text: NEWER,
  from: `${from}, ${text}, which every newer Go builds`,
});

const isModuleFile = (path: string): boolean => /\.(mod|work)$/.test(path);

const parseModuleFile = (path: string, text: string): { go?: string; toolchain?: string } =>
  path.endsWith('.work') ? parseGoWork(text) : parseGoMod(text);

function toolchainOf(path: string, text: string): VersionRequest | undefined {
  const toolchain = parseModuleFile(path, text).toolchain?.replace(/-.*$/, '');
  return toolchain && toolchain !== 'default'
    ? { text: toolchain.replace(/^go/, ''), from: `the toolchain line of ${path}` }
    : undefined;
}

function goLineOf(path: string, text: string): VersionRequest | undefined {
  const { go } = parseModuleFile(path, text);
  return go ? { text: go, from: `the go line of ${path}` } : undefined;
}

/** `[tools] go` of mise.toml (mise.jdx.dev/configuration): a version, a table with one, or a list of either, of which the first counts. */
function readMise(text: string): string | undefined {
  const tools = parse(text).tools;
  const table = isTable(tools) ? tools : {};
  const value = [table.go, table.golang, table['core:go']].find((each) => each !== undefined);
  const first = Array.isArray(value) ? value[0] : value;
  const version = isTable(first) ? first.version : first;
  if (version === undefined) return undefined;
  if (typeof version !== 'string')
    throw new Error(`expected the version of go in quotes, since ${String(version)} is a number`);
  return withoutPrefix(version);
}

/** How mise and asdf write the newest of a line: `prefix:1.26`, `latest:1.26`. */
const withoutPrefix = (version: string | undefined): string | undefined =>
  version?.replace(/^(prefix|latest):/, '');

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `1.26` as a pin may be any patch of it. */
function newestOf(pin: string): string {
  return /^(go)?\d+\.\d+$/.test(pin) ? `${pin}.999` : pin;
}
