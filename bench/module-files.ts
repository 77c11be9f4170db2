import { createHash } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { formatBytes, runChecked, table } from '@go-actions/action-kit';
import { readGoEnv } from '@go-actions/go-project';

const ROUNDS = 3;
const MOST_FILES = 25_000;

type File = { readonly path: string; readonly bytes: Buffer };
type Cost = { readonly user: number; readonly system: number };

/**
 * `npm run bench -- module-files [GOMODCACHE]`: what a restore of modules costs the kernel: files, bytes, or folders. The trees of a
 * module cache (25,000 files at most) are written from memory by one thread, each way of writing in turn; processor time, the best of
 * three rounds.
 */
export async function command([given]: string[]): Promise<void> {
  console.log(await measureModuleFiles(given));
}

/** What was written, and a table of what each way of writing costs. */
export async function measureModuleFiles(given?: string): Promise<string> {
  const cache = given ?? (await readGoEnv(tmpdir(), ['GOMODCACHE'])).GOMODCACHE ?? '';
  const files = readTrees(cache);
  const folders = listFolders(files);
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-bench-'));
  const costs = new Map<string, Cost[]>();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, write] of Object.entries(WAYS)) {
        const cost = measure(() => write(join(scratch, `${round} ${name}`), files, folders));
        costs.set(name, [...(costs.get(name) ?? []), cost]);
        await runChecked('sync', []); // what one way leaves to be written is not for the next one to wait for
      }
    }
  } finally {
    await runChecked('chmod', ['-R', 'u+w', scratch]);
    await rm(scratch, { recursive: true, force: true });
  }
  const rows = [...costs].map(([name, all]) => {
    const best = all.reduce((a, b) => (a.user + a.system <= b.user + b.system ? a : b));
    return [name, best.user.toFixed(2), best.system.toFixed(2)];
  });
  const written = `${files.length.toLocaleString('en')} files in ${folders.length.toLocaleString('en')} folders (${formatBytes(size)})`;
  return `${written}; seconds of processor time, the best of ${ROUNDS} rounds:\n\n${table(['', 'user', 'system'], rows)}`;
}

type Way = (root: string, files: readonly File[], folders: readonly string[]) => void;

const WAYS: Readonly<Record<string, Way>> = {
  'as restored': (root, files, folders) => {
    writeAll(root, files, folders);
    for (const folder of folders) chmodSync(join(root, folder), 0o555);
  },
  'without making folders read-only': writeAll,
  'files left empty': (root, files, folders) =>
    writeAll(
      root,
      files.map(({ path }) => ({ path, bytes: Buffer.alloc(0) })),
      folders,
    ),
  'hard links to one file instead of files': (root, files, folders) => {
    makeFolders(root, folders);
    const one = join(root, 'one');
    writeFileSync(one, '');
    // ext4 allows 65,000 links to one file.
    for (const { path } of files) linkSync(one, join(root, path));
  },
  'hashing all of it (`verify-modules`)': (_root, files) => {
    for (const { bytes } of files) createHash('sha256').update(bytes).digest();
  },
};

function writeAll(root: string, files: readonly File[], folders: readonly string[]): void {
  makeFolders(root, folders);
  for (const { path, bytes } of files) writeFileSync(join(root, path), bytes, { flag: 'wx', mode: 0o444 });
}

/** Parents first. */
function makeFolders(root: string, folders: readonly string[]): void {
  mkdirSync(root);
  for (const folder of folders) mkdirSync(join(root, folder));
}

function measure(body: () => void): Cost {
  const before = process.cpuUsage();
  body();
  const { user, system } = process.cpuUsage(before);
  return { user: user / 1e6, system: system / 1e6 };
}

/** The unpacked modules of a cache: all files outside of `cache`, in the order of their names. */
function readTrees(cache: string): File[] {
  const entries = readdirSync(cache, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(cache, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('cache/'))
    .sort()
    .slice(0, MOST_FILES);
  return paths.map((path) => ({ path, bytes: readFileSync(join(cache, path)) }));
}

function listFolders(files: readonly File[]): string[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    for (let folder = dirname(path); folder !== '.' && !folders.has(folder); folder = dirname(folder))
      folders.add(folder);
  }
  return [...folders].sort();
}
