import { createHash } from 'node:crypto';

/** One entry of git's index. Paths are kept as `latin1` text, one character a byte: git's names need not be UTF-8. */
export type IndexEntry = { readonly mode: string; readonly id: string; readonly path: string };

export type FileTime = {
  readonly path: string;
  readonly kind: 'file' | 'link' | 'folder';
  readonly ms: number;
};

const FIRST_MS = Date.UTC(1990, 0, 1);
/**
 * A tick is 1/512 second, so that a time is a whole number of nanoseconds and exact in the floating-point seconds that Node takes.
 * 2^39 of them are 34 years: every time lies between 1990 and January 2024, so Go never takes a file for just written.
 */
const TICK_MS = 1_000 / 512;
const TICK_BITS = 39;

/**
 * Parses `git ls-files -v -s -z`. Only entries that git itself watches (`H`: neither assume-unchanged nor skip-worktree)
 * and that are merged (stage 0) count.
 */
export function parseIndexListing(listing: string): IndexEntry[] {
  return listing.split('\0').flatMap((record) => {
    const match = /^H (\d{6}) ([0-9a-f]{40,64}) 0\t([\s\S]+)$/.exec(record);
    return match ? [{ mode: match[1] ?? '', id: match[2] ?? '', path: match[3] ?? '' }] : [];
  });
}

/** Parses `git check-attr -z filter`: the paths that git hands to a filter program. */
export function parseFiltered(listing: string): Set<string> {
  const fields = listing.split('\0');
  const paths = fields.filter((_, i) => i % 3 === 0 && !/^(unspecified|unset)?$/.test(fields[i + 2] ?? ''));
  return new Set(paths);
}

export type Dirty = { readonly path: string; readonly deleted: boolean };

/** Parses `git diff-files --name-status -z`. */
export function parseDirty(listing: string): Dirty[] {
  const fields = listing.split('\0');
  return fields.flatMap((status, i) =>
    i % 2 === 0 && fields[i + 1] ? [{ path: fields[i + 1] ?? '', deleted: status.startsWith('D') }] : [],
  );
}

/**
 * The times that the clean and wanted files, links and folders of a work tree get, each a function of its content alone, so that an
 * edit changes the time and a fresh checkout does not. `salt` stands for whatever turns a blob into a file (attributes,
 * line-end settings). A folder's time comes from the names of its direct entries: that is all that a folder's own time
 * says on a disk, and a change further down must not re-run a test that only listed the folder.
 */
export function planFileTimes(
  entries: readonly IndexEntry[],
  dirty: readonly Dirty[],
  salt: string,
  wanted: (path: string) => boolean = () => true,
): FileTime[] {
  const changed = new Set(dirty.map(({ path }) => path));
  const torn = new Set(dirty.filter(({ deleted }) => deleted).map(({ path }) => parentOf(path)));
  const times: FileTime[] = [];
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const { mode, id, path } of entries) {
    addToFolders(folders, path, mode);
    if (changed.has(path) || !wanted(path)) continue;
    if (mode === '120000') times.push({ path, kind: 'link', ms: contentTime(id, salt) });
    else if (mode !== '160000') times.push({ path, kind: 'file', ms: contentTime(`${mode} ${id}`, salt) });
  }
  for (const [path, names] of folders) {
    if (torn.has(path) || !wanted(path)) continue;
    times.push({ path, kind: 'folder', ms: contentTime([...names].sort().join('\0'), salt) });
  }
  return times;
}

/** Such a time as a whole number of nanoseconds since 1970. */
export const toNanoseconds = (ms: number): bigint => (BigInt(ms * 64) * 1_000_000n) / 64n;

/** Milliseconds since 1970, from 39 bits of a digest: two contents share a time with probability 2^-39. */
export function contentTime(identity: string, salt: string): number {
  const digest = createHash('sha256').update(salt).update('\0').update(identity, 'latin1').digest();
  return FIRST_MS + Number(BigInt.asUintN(TICK_BITS, digest.readBigUInt64BE())) * TICK_MS;
}

function addToFolders(folders: Map<string, Set<string>>, path: string, mode: string): void {
  let name = `${mode.slice(0, 2)} ${path.slice(path.lastIndexOf('/') + 1)}`;
  for (let child = path; ; child = parentOf(child)) {
    const parent = parentOf(child);
    const known = folders.get(parent);
    if (known) {
      known.add(name);
      return;
    }
    folders.set(parent, new Set([name]));
    name = `04 ${parent.slice(parent.lastIndexOf('/') + 1)}`;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
