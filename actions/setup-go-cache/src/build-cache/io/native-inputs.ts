import { createHash, hash } from 'node:crypto';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckoutFiles } from '../../io/checkout-files.ts';
import { type Checkout, listForeignInputs } from '../native.ts';
import { listPkgConfigFolders } from '../native-names.ts';
import { listOutside } from './outside-files.ts';

/** Larger ones are known by size and time, so that every checkout has its own. */
const MAX_HASHED = 512 * 2 ** 20;
const MAX_SOURCE = 16 * 2 ** 20;

export type NativeRequest = {
  readonly workspace: string;
  /** The job's flags for compilers and linkers (`readNativeFlags`). */
  readonly flags: readonly string[];
  /** When the job's commands began (milliseconds): names that came or went since then in a searched folder are told, too. */
  readonly started?: number;
};

export type NativeInputs = {
  /** Empty when there are none, as in all pure Go. */
  readonly digest: string;
  /** A searched folder that was written to. */
  readonly touched: string | undefined;
};

/** Hashes what C and assembly take from outside of the packages that Go hashes. */
export function hashNativeInputs(
  checkout: CheckoutFiles,
  { workspace, flags, started }: NativeRequest,
): NativeInputs {
  const native = openNative(checkout, workspace, flags);
  const { files, searched, outside } = listForeignInputs(native);
  const foreign = files.map((path) => ({ name: path, path: join(workspace, path) }));
  const beyond = outside
    ? listBeyond(
        outside,
        foreign.map(({ path }) => path),
        workspace,
      )
    : [];
  return {
    // The first folder that has a header wins, so that their order counts, too.
    digest: digestOf(
      [...foreign, ...beyond.map((path) => ({ name: path, path }))],
      outside ? native.flags : [],
    ),
    touched: started === undefined ? undefined : findTouchedFolder(searched, workspace, started),
  };
}

/** What lies outside of the checkout: what flags name, and what the files of pkg-config name that are found with it. */
function listBeyond(outside: readonly string[], foreign: readonly string[], workspace: string): string[] {
  const named = listOutside(outside, workspace);
  const more = [...foreign, ...named]
    .filter((path) => path.endsWith('.pc'))
    .flatMap((path) => listPkgConfigFolders(readSource(path) ?? '', dirname(path)));
  return more.length > 0 ? listOutside([...outside, ...more], workspace) : named;
}

function digestOf(
  files: readonly { readonly name: string; readonly path: string }[],
  flags: readonly string[],
): string {
  if (files.length === 0 && flags.length === 0) return '';
  const whole = createHash('sha256');
  for (const flag of flags) whole.update(`${flag}\n`);
  for (const { name, path } of files) whole.update(`${name}\0${identify(path)}\n`);
  return whole.digest('hex').slice(0, 12);
}

/** What was compiled with a file that is gone again has left no other trace; of folders that are not there, the nearest one that is tells. */
function findTouchedFolder(
  searched: readonly string[],
  workspace: string,
  started: number,
): string | undefined {
  return searched.find((name) => {
    let folder = join(workspace, name);
    while (folder !== workspace && !statSync(folder, { throwIfNoEntry: false })) folder = dirname(folder);
    return (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= started;
  });
}

function openNative({ files, links }: CheckoutFiles, workspace: string, flags: readonly string[]): Checkout {
  return {
    files,
    flags: flags.map((text) => text.replaceAll(`${workspace}/`, './').replaceAll(workspace, '.')),
    listFolderLinks: () => links.filter((path) => statOf(join(workspace, path))?.isDirectory()),
    read: (path) => readSource(join(workspace, path)),
  };
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a circle of links, or a folder that is not ours
  }
}

function identify(path: string): string {
  const stats = statOf(path);
  if (stats?.isDirectory()) return `link ${readlinkSync(path)}`;
  if (!stats?.isFile()) return 'absent';
  if (stats.size > MAX_HASHED) return `${stats.size} ${stats.mtimeMs}`;
  return hash('sha256', readFileSync(path));
}

function readSource(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= MAX_SOURCE ? readFileSync(path, 'latin1') : undefined;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined; // a link to nowhere
    throw error;
  }
}
