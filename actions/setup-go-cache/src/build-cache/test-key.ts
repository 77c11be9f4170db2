import { createHash } from 'node:crypto';
import { type LogLine, resolveName } from './test-log.ts';

/** What Go prints of a file into its hash; `mode` as in Node's `stat`. */
export type FileFacts = {
  readonly size: bigint;
  readonly mode: bigint;
  /** Nanoseconds since 1970. */
  readonly mtime: bigint;
  /** The same of the last change of its content, name or mode, which nobody can set; not part of what Go prints. */
  readonly changed?: bigint;
};

/** Looks at the disk as `go test` does; `absent` is a name that is not there, undefined what cannot be told. */
export type Disk = {
  env(name: string): string | undefined;
  /** Through links. */
  stat(path: string): FileFacts | 'absent' | undefined;
  lstat(path: string): FileFacts | 'absent' | undefined;
  /** The names in a folder, in the order of their bytes. */
  list(path: string): readonly string[] | undefined;
  /** The first bytes of a file, as latin1; empty when they cannot be read. */
  head(path: string): string;
  /** The path without links; undefined when it is not there. */
  real(path: string): string | undefined;
};

/** Where a test runs: its package's folder, the root of its module, and the version of Go (`go1.26.8`), all as Go sees them. */
export type TestPlace = { readonly dir: string; readonly root: string; readonly goVersion: string };

/**
 * The id of what a test has looked at, as `go test` computes it (cmd/go/internal/test/test.go, computeTestInputsID, the same
 * from Go 1.21 to 1.27). A result in GOCACHE under `resultKey` of it proves that the test ran here, and that nothing it read
 * has changed since. Undefined when something cannot be told as Go would.
 */
export function hashTestInputs(
  lines: readonly LogLine[],
  { dir, root, goVersion }: TestPlace,
  disk: Disk,
): string | undefined {
  const begin = () => createHash('sha256').update(goVersion);
  const inputs = begin().update(`env GODEBUG ${hashEnv(begin(), disk.env('GODEBUG'))}\n`);
  let folder = dir;
  for (const { op, name } of lines) {
    if (op === 'getenv') {
      inputs.update(`env ${name} ${hashEnv(begin(), disk.env(name))}\n`);
      continue;
    }
    if (op === 'chdir') folder = name;
    const path = resolveName(folder, name);
    if (op !== 'chdir' && !isInside(path, root, disk)) continue;
    const facts = op === 'open' ? describeOpen(path, disk) : describeStat(path, disk);
    if (facts === undefined) return undefined;
    inputs.update(`${op} ${path} ${begin().update(facts).digest('hex')}\n`);
  }
  return inputs.digest('hex');
}

/** Where Go keeps the output of a test (testAndInputKey); `testId` is the id of its log. */
export const resultKey = (testId: string, inputs: string): string => subkey(testId, `inputs:${inputs}`);

/** Where Go keeps its coverage beside that (coverProfileAndInputKey). */
export const coverageKey = (result: string): string => subkey(result, 'coverprofile');

/** Whether Go looks at a path again before it reuses a result: what lies outside of the module is left out (search.InDir). */
export function isInside(path: string, root: string, { real }: Pick<Disk, 'real'>): boolean {
  if (isBelow(path, root)) return true;
  const [realPath, realRoot] = [real(path), real(root)];
  return [
    [realPath, root],
    [path, realRoot],
    [realPath, realRoot],
  ].some(([inner, outer]) => inner !== undefined && outer !== undefined && isBelow(inner, outer));
}

export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

function subkey(parent: string, text: string): string {
  return createHash('sha256').update('subkey:').update(Buffer.from(parent, 'hex')).update(text).digest('hex');
}

function hashEnv(hash: ReturnType<typeof createHash>, value: string | undefined): string {
  return (value === undefined ? hash.update('\0') : hash.update('\x01').update(value)).digest('hex');
}

function describeOpen(path: string, disk: Disk): string | undefined {
  const facts = disk.stat(path);
  if (facts === undefined) return undefined;
  if (facts === 'absent') return `err stat ${path}: no such file or directory\n`;
  if (!isFolder(facts)) return renderFacts(facts);
  const names = disk.list(path);
  const entries = names?.map((name) => {
    const entry = disk.lstat(path === '/' ? `/${name}` : `${path}/${name}`);
    return typeof entry === 'object' ? `file ${name} ${renderFacts(entry)}` : undefined;
  });
  return entries?.every((entry) => entry !== undefined) ? renderFacts(facts) + entries.join('') : undefined;
}

function describeStat(path: string, disk: Disk): string | undefined {
  const [through, itself] = [disk.stat(path), disk.lstat(path)];
  if (through === undefined || itself === undefined) return undefined;
  const render = (facts: FileFacts | 'absent', call: string) =>
    facts === 'absent' ? `err ${call} ${path}: no such file or directory\n` : renderFacts(facts);
  return render(through, 'stat') + render(itself, 'lstat');
}

const TYPE = 0o170000n;
const FOLDER = 0o040000n;
const isFolder = ({ mode }: FileFacts): boolean => (mode & TYPE) === FOLDER;

/** `st_mode` bits as those of Go's io/fs.FileMode. */
const TYPES = new Map([
  [0o100000n, 0n],
  [FOLDER, 1n << 31n],
  [0o120000n, 1n << 27n],
  [0o010000n, 1n << 25n],
  [0o140000n, 1n << 24n],
  [0o060000n, 1n << 26n],
  [0o020000n, (1n << 26n) | (1n << 21n)],
]);
const SPECIAL = [
  [0o4000n, 1n << 23n],
  [0o2000n, 1n << 22n],
  [0o1000n, 1n << 20n],
] as const;

function renderFacts(facts: FileFacts): string {
  const { size, mode, mtime } = facts;
  let goMode = (mode & 0o777n) | (TYPES.get(mode & TYPE) ?? 0n);
  for (const [bit, goBit] of SPECIAL) if (mode & bit) goMode |= goBit;
  return `stat ${size} ${goMode.toString(16)} ${renderTime(mtime)} ${isFolder(facts)}\n`;
}

/** Go's time.Time as `%v` prints it where the clock is set to UTC, as it is on CI runners. */
function renderTime(nanoseconds: bigint): string {
  const seconds = nanoseconds / 1_000_000_000n;
  const fraction = String(nanoseconds % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  const [day, time] = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19).split('T');
  return `${day} ${time}${fraction && `.${fraction}`} +0000 UTC`;
}
