import { basename, dirname } from 'node:path';
import { type Disk, type FileFacts, isBelow, isInside } from './test-key.ts';
import type { ReadPath } from './test-log.ts';

/** Where a test ran, and what else there is in the job. */
export type ReadPlace = {
  readonly workspace: string;
  /** The root of the test's module; undefined for a folder of none. */
  readonly root: string | undefined;
  /** Folders outside of the workspace that the job's steps write to: the home, the runner's temp folder. */
  readonly stepFolders: readonly string[];
  /** Folders outside of the workspace in which files come and go in every job. */
  readonly busy: readonly string[];
  /** Folders in those whose files are named by version or digest: Go and its caches, the tool cache. */
  readonly pinned: readonly string[];
  /** Whether git knows what is there now. */
  readonly tracked: (realPath: string) => boolean;
  /** When files of this job can have been written, in milliseconds. */
  readonly job: { readonly from: number; readonly to: number };
  /** Whether Go's own key of the result can still be computed, so that everything is as the test has seen it. */
  readonly identified: boolean;
};

export type ReadDoubt =
  /** In the workspace, outside of the module: Go does not look there again. */
  | 'outside of the module'
  /** A file that a step has written elsewhere: the configuration of a cluster, an installed program. */
  | 'written by a step'
  /** The test starts the go command, whose sources it does not name. */
  | 'the go command'
  /** Not git's, and not of this job: an unpacked archive gives other contents the same time. */
  | 'a time of its own';

/** Why a result may not be taken over into another job: something that it depends on could change there without Go's notice. */
export function findDoubt(paths: readonly ReadPath[], place: ReadPlace, disk: Disk): ReadDoubt | undefined {
  for (const read of paths) {
    const doubt = judgeRead(read, place, disk);
    if (doubt) return doubt;
  }
  return undefined;
}

function judgeRead({ path, listed }: ReadPath, place: ReadPlace, disk: Disk): ReadDoubt | undefined {
  const { workspace, root, stepFolders, pinned } = place;
  const names = [path, disk.real(path) ?? path];
  const isIn = (folder: string) => names.some((name) => isBelow(name, folder));
  const facts = disk.stat(path);
  if (/^go(\.exe)?$/.test(basename(path)) && typeof facts === 'object' && isProgram(facts))
    return 'the go command';
  if (root !== undefined && isInside(path, root, disk))
    return hasTimeOfItsOwn(path, listed, place, disk) ? 'a time of its own' : undefined;
  if (isIn(workspace)) return 'outside of the module';
  if (facts === undefined || pinned.some(isIn) || (MACHINE.some(isIn) && !isIn(MEMORY))) return undefined;
  // A test that removes its own folder (t.TempDir) opens the one around it.
  const isBusy = names.some((name) => place.busy.includes(name));
  const ofStep =
    facts === 'absent'
      ? wasThere(path, place, disk)
      : stepFolders.some(isIn) || (isOfJob(facts, place) && !isBusy);
  return ofStep ? 'written by a step' : undefined;
}

/** What the machine itself provides, and writes when it starts. */
const MACHINE = ['/proc', '/sys', '/dev', '/etc/passwd', '/etc/group', '/etc/hosts', '/etc/resolv.conf'];

/** The one place below /dev where programs keep files of their own. */
const MEMORY = '/dev/shm';

/** Whether a file may have gone during the job: something came or went beside it. */
function wasThere(path: string, place: ReadPlace, disk: Disk): boolean {
  const folder = dirname(path);
  const facts = disk.stat(folder);
  return typeof facts === 'object' && isOfJob(facts, place) && !place.busy.includes(folder);
}

/** Whether a name inside of the module is one that another job could have with the same time and another content. */
function hasTimeOfItsOwn(path: string, listed: boolean, place: ReadPlace, disk: Disk): boolean {
  const facts = disk.stat(path);
  if (facts === 'absent') return !place.identified; // it may have been there while the test ran
  if (facts === undefined) return true;
  const real = disk.real(path) ?? path;
  const isVouched = (name: string, found: FileFacts | 'absent' | undefined) =>
    place.tracked(name) || (typeof found === 'object' && isOfJob(found, place));
  if (!isVouched(real, facts)) return true;
  const entries = listed ? (disk.list(real) ?? []) : [];
  return entries.some((name) => !isVouched(`${real}/${name}`, disk.lstat(`${real}/${name}`)));
}

function isOfJob({ mtime }: FileFacts, { job }: ReadPlace): boolean {
  const ms = Number(mtime / 1_000_000n);
  return ms >= job.from && ms <= job.to;
}

const isProgram = ({ mode }: FileFacts): boolean =>
  (mode & 0o170000n) === 0o100000n && (mode & 0o111n) !== 0n;
