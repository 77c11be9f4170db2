import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, glob, lstat, mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ActionError, isInside } from '@go-actions/action-kit';
import { MAX_BYTES, MAX_FILES } from '@go-actions/zip';
import picomatch from 'picomatch';
import { ATTRIBUTES, isReserved, renderAttributes, storePath } from '../attributes.ts';
import type { SentFile } from '../manifest.ts';

/**
 * Copies files and folders to `staging`, so that what is hashed is what is sent: a file under its own name, a folder's
 * content without the folder's name and without `.git`, what a pattern finds, folders with their content, below the pattern's
 * fixed part. Links are refused, since they would not arrive as links.
 */
export async function stageFiles(
  paths: readonly string[],
  workspace: string,
  staging: string,
): Promise<SentFile[]> {
  const isExcluded = await readExclusions(paths, workspace);
  const sources = new Map<string, string>();
  for (const path of paths.filter((line) => !line.startsWith('!'))) {
    for (const [name, absolute] of await findSources(path, workspace)) {
      if (isExcluded(absolute)) continue;
      const known = sources.get(name);
      if (known === absolute) continue; // two lines may name one file
      if (known !== undefined)
        throw new ActionError(`\`path\` gives two files named ${JSON.stringify(name)}.`, {
          remedy: 'Put them into two artifacts, or into one folder with subfolders.',
        });
      sources.set(name, absolute);
    }
  }
  if (sources.size === 0)
    throw new ActionError('`path` names no file: its folders are empty, or every file is excluded.', {
      remedy: 'Check `path`, and whether the step that makes the files has run.',
    });
  if (sources.size > MAX_FILES)
    throw new ActionError(`\`path\` names ${sources.size} files; at most ${MAX_FILES} can be handed over.`, {
      remedy: 'Pack them into one file first.',
    });
  await refuseWaysOut(sources.values(), workspace);
  return copyAll(sources, staging);
}

/**
 * A link among the folders of the checkout leads where its author wants, who may be a stranger: to files of the machine, or to
 * the token in `.git`. Places outside of the checkout are named by the workflow itself.
 */
async function refuseWaysOut(places: Iterable<string>, workspace: string): Promise<void> {
  const top = await realpath(workspace);
  const folders = new Set(Array.from(places, (place) => dirname(place)));
  for (const folder of [...folders].filter((one) => isInside(workspace, one))) {
    const real = await realpath(folder);
    const [plain, actual] = [relative(workspace, folder), relative(top, real)];
    if (actual === plain) continue;
    if (!isInside(top, real) || actual.split(sep).includes('.git'))
      throw new ActionError(`${JSON.stringify(slashed(plain))} leads out of the checkout by a link.`, {
        remedy: 'Name the real path, or copy the files into the checkout.',
      });
  }
}

/** Names and places of what one line stands for. */
async function findSources(path: string, workspace: string): Promise<Map<string, string>> {
  const absolute = resolve(workspace, path);
  const kind = await kindOf(absolute, path);
  if (kind === 'file') return new Map([[checked(basename(absolute)), absolute]]);
  if (kind === 'folder') {
    const names = await listFiles(absolute, '');
    return new Map(names.map((name) => [checked(name), join(absolute, name)]));
  }
  const base = fixedPart(path);
  const found = new Map<string, string>();
  for await (const entry of glob(path, { cwd: workspace, withFileTypes: true })) {
    const place = join(entry.parentPath, entry.name);
    const inside = slashed(relative(resolve(workspace, base), place));
    if (inside.split('/').includes('.git')) continue;
    if (entry.isDirectory()) {
      for (const name of await listFiles(place, ''))
        found.set(checked(posix.join(inside, name)), join(place, name));
      continue;
    }
    if (!entry.isFile()) throw isNoFile(inside);
    found.set(checked(inside), place);
  }
  if (found.size === 0)
    throw new ActionError(`\`path\` names ${JSON.stringify(path)}, which matches no file.`, {
      remedy: 'Check the pattern, and whether the step that makes the files has run.',
    });
  return found;
}

/** What lines with a `!` take away: a name or a pattern, and whatever lies below what it fits; names with a dot, too. */
async function readExclusions(
  paths: readonly string[],
  workspace: string,
): Promise<(absolute: string) => boolean> {
  const rules: ((absolute: string, isFolder: boolean) => boolean)[] = [];
  for (const line of paths.filter((path) => path.startsWith('!'))) {
    const wanted = resolve(workspace, line.slice(1).trim());
    const isThere = await lstat(wanted).then(
      () => true,
      () => false, // a pattern, or nothing
    );
    const matches = picomatch(slashed(relative(workspace, wanted)), {
      dot: true,
      nonegate: true,
      windows: false,
    });
    const foldersOnly = line.endsWith('/');
    rules.push((absolute, isFolder) => {
      if (isThere) return absolute === wanted;
      return (isFolder || !foldersOnly) && matches(slashed(relative(workspace, absolute)));
    });
  }
  return (absolute) => {
    for (let at = absolute; dirname(at) !== at; at = dirname(at))
      if (rules.some((fits) => fits(at, at !== absolute))) return true;
    return false;
  };
}

const slashed = (path: string): string => path.replaceAll(sep, '/');

/** The folders before the first part with a wildcard. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => WILDCARD.test(part));
  return parts.slice(0, first).join('/') || '.';
}

async function copyAll(sources: ReadonlyMap<string, string>, staging: string): Promise<SentFile[]> {
  const files: SentFile[] = [];
  const stored = new Map([...sources.keys()].map((path, index) => [path, storePath(path, index)]));
  let total = 0;
  for (const [path, source] of sources) {
    const target = join(staging, stored.get(path) ?? path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    const { size, mode } = await lstat(target);
    total += size;
    if (total > MAX_BYTES)
      throw new ActionError(`\`path\` names more than ${MAX_BYTES} bytes.`, {
        remedy: 'Split them into several artifacts.',
      });
    const executable = (mode & 0o100) !== 0;
    files.push({ path, size, sha256: await hashFile(target), executable });
  }
  const attributes = renderAttributes(files, stored);
  if (attributes !== undefined) await writeFile(join(staging, ATTRIBUTES), attributes);
  return files;
}

async function listFiles(folder: string, prefix: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      if (entry.name !== '.git') for (const name of await listFiles(folder, path)) files.push(name);
      continue;
    }
    if (!entry.isFile()) throw isNoFile(path);
    files.push(path);
  }
  return files;
}

const WILDCARD = /[*?[\]{}]/;

/** What is there; a text with wildcards that is not there is a pattern. */
async function kindOf(absolute: string, path: string): Promise<'file' | 'folder' | 'pattern'> {
  const stats = await lstat(absolute).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (!stats && WILDCARD.test(path)) return 'pattern';
  if (!stats)
    throw new ActionError(`\`path\` names ${JSON.stringify(path)}, which does not exist.`, {
      remedy: 'Check the name, and whether the step that makes it has run.',
    });
  if (stats.isDirectory()) return 'folder';
  if (!stats.isFile())
    throw new ActionError(`\`path\` names ${JSON.stringify(path)}, which is not a regular file or folder.`);
  return 'file';
}

function isNoFile(path: string): ActionError {
  return new ActionError(
    `${JSON.stringify(path)} is not a regular file; links and devices cannot be handed over.`,
    { remedy: 'Exclude it with a line such as `!dist/latest`, or pack it into an archive.' },
  );
}

/** Any name that is text: bytes that are none would arrive as other ones. */
function checked(path: string): string {
  if (path.includes('\u{FFFD}'))
    throw new ActionError(
      `${JSON.stringify(path)} has a name that is not UTF-8, and cannot be handed over.`,
      {
        remedy: 'Pack it into an archive.',
      },
    );
  if (isReserved(path))
    throw new ActionError(`${JSON.stringify(path)} is a name that handoff keeps for itself.`, {
      remedy: 'Rename the file, or pack it into an archive.',
    });
  return path;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
