import { dirname, posix } from 'node:path';
import { counted } from '@go-actions/action-kit';
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
  /** Whether the checkout says that jobs start services, which tests may talk to. */
  readonly hasServices: boolean;
  /** The time (nanoseconds) that later jobs give to what git knows, made of its content; undefined for what git does not know. */
  readonly timeOf: (realPath: string) => bigint | undefined;
  /** Whether the test can start programs at all: it links `os/exec`, or nobody knows. */
  readonly startsPrograms: boolean;
  /** When files of this job can have been written, in milliseconds. */
  readonly job: { readonly from: number; readonly to: number };
  /** Whether Go's own key of the result can still be computed, so that everything is as the test has seen it. */
  readonly identified: boolean;
};

export type ReadDoubt =
  /** The user has said so. */
  | '`fresh-tests`'
  /** In the workspace, outside of the module: Go does not look there again. */
  | 'outside of the module'
  /** A file that a step has written elsewhere: the configuration of a cluster, an installed program. */
  | 'written by a step'
  /** The test starts a program: what that reads, builds or asks is in no log. */
  | 'another program'
  /** The test looks up the name of a host, and the job may have a service there, which may be another one next time. */
  | 'a service'
  /** Not git's, and not of this job: an unpacked archive gives other contents the same time. */
  | 'a time of its own';

/** A sentence on the tests that later jobs run again, whatever changes. */
export function describeDoubts(doubts: readonly ReadDoubt[]): string[] {
  if (doubts.length === 0) return [];
  const counts = [...Map.groupBy(doubts, (doubt) => doubt)].map(
    ([doubt, { length }]) => `${WHY[doubt]} (${length})`,
  );
  return [`Results of ${counted(doubts.length, 'package')} are not for later jobs: ${counts.join(', ')}.`];
}

const WHY: Record<ReadDoubt, string> = {
  '`fresh-tests`': '`fresh-tests` names them',
  'outside of the module': 'they read files outside of their module',
  'written by a step': 'they read what a step has written elsewhere',
  'another program': 'they start another program',
  'a service': 'they look up a host, and jobs have services',
  'a time of its own': 'they read files that git does not know',
};

/** Why a result may not be taken over into another job: something that it depends on could change there without Go's notice. */
export function findDoubt(paths: readonly ReadPath[], place: ReadPlace, disk: Disk): ReadDoubt | undefined {
  if (place.startsPrograms && hasGoneProgram(paths, disk)) return 'another program';
  for (const read of paths) {
    const doubt = judgeRead(read, place, disk);
    if (doubt) return doubt;
  }
  return undefined;
}

/**
 * Whether a test has opened what is not there (any more) and may have been a program: a script or a link that it made in its temp
 * folder, or a name that starts in the folder of `exec.Cmd.Dir`. The log has one word for a file that is opened and a program that
 * is started; a folder, and a file with the name of data, is not one.
 */
export function hasGoneProgram(paths: readonly ReadPath[], disk: Disk): boolean {
  const folders = new Set(paths.map(({ path }) => dirname(path)));
  return paths.some(
    ({ path, listed }) =>
      listed &&
      !folders.has(path) &&
      !isNameOfData(path) &&
      !isOfMachine(path) &&
      disk.stat(path) === 'absent',
  );
}

function isNameOfData(path: string): boolean {
  const { base, ext } = posix.parse(path.replaceAll('\\', '/'));
  return base.startsWith('.') || (/^\.[a-z]\w*$/i.test(ext) && !PROGRAMS.test(ext));
}

/** Ends of names that are started, and those of tests that `go test -c` has made. */
const PROGRAMS = /^\.(sh|bash|zsh|fish|py|pl|rb|js|php|ps1|exe|com|bat|cmd|bin|run|out|test)$/i;

/**
 * Whether a test has read what git knows under a time that is neither of its content nor of this job: `touch`, or an action that
 * restores the times of commits, gives it to other contents, too.
 */
export function hasBorrowedTime(paths: readonly ReadPath[], place: ReadPlace, disk: Disk): boolean {
  return paths.some(({ path, listed }) =>
    listSeen(path, listed, disk).some(({ name, facts }) => {
      const time = place.timeOf(name);
      return time !== undefined && facts.mtime !== time && !isMadeHere(facts, place);
    }),
  );
}

function judgeRead({ path, listed }: ReadPath, place: ReadPlace, disk: Disk): ReadDoubt | undefined {
  const { workspace, root, stepFolders, pinned } = place;
  const names = [path, disk.real(path) ?? path];
  const isIn = (folder: string) => names.some((name) => isBelow(name, folder));
  const facts = disk.stat(path);
  if (listed && (TEST_PROGRAM.test(path) || (typeof facts === 'object' && isProgram(path, facts, disk))))
    return 'another program';
  if (NAMES_OF_HOSTS.includes(path)) return place.hasServices ? 'a service' : undefined;
  if (root !== undefined && isInside(path, root, disk))
    return hasTimeOfItsOwn(path, listed, place, disk) ? 'a time of its own' : undefined;
  // That a folder above is there is nothing to doubt: filepath.EvalSymlinks looks at each of them.
  if (!listed && isBelow(workspace, path)) return undefined;
  if (isIn(workspace)) return 'outside of the module';
  // A test that removes its own folder (t.TempDir) opens the one around it.
  const isBusy = names.some((name) => place.busy.includes(name));
  if (isBusy && !listed) return undefined;
  if (facts === undefined || pinned.some(isIn) || (MACHINE.some(isIn) && !isIn(MEMORY))) return undefined;
  const ofStep =
    facts === 'absent'
      ? wasThere(path, place, disk)
      : stepFolders.some(isIn) ||
        (!isBusy && (isOfJob(facts, place) || (!SYSTEM.some(isIn) && isUnpacked(facts, place))));
  return ofStep ? 'written by a step' : undefined;
}

/** What Go's resolver reads for a name; for an address it reads nothing. */
const NAMES_OF_HOSTS = ['/etc/hosts', '/etc/nsswitch.conf', '/etc/resolv.conf'];

/** The program of a test itself, which starts it again as a child, and which is gone afterwards. */
const TEST_PROGRAM = /[\\/]go-build\d+[\\/].*\.test(\.exe)?$/;

/** What an image brings: in a container all of it was written when the job began. */
const SYSTEM = ['/usr', '/etc', '/lib', '/lib64', '/bin', '/sbin', '/var/lib', '/Library', '/System'];

/** What the machine itself provides, and writes when it starts. */
const MACHINE = ['/proc', '/sys', '/dev', '/etc/passwd', '/etc/group'];

/** The one place below /dev where programs keep files of their own. */
const MEMORY = '/dev/shm';

const isOfMachine = (path: string): boolean =>
  MACHINE.some((folder) => isBelow(path, folder)) && !isBelow(path, MEMORY);

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
  const seen = listSeen(path, listed, disk);
  const entries = listed ? (disk.list(disk.real(path) ?? path) ?? []) : [];
  return (
    seen.length <= entries.length || // one of them cannot be told
    seen.some(({ name, facts }) => place.timeOf(name) === undefined && !isMadeHere(facts, place))
  );
}

/** What Go prints of a name: what it leads to, and the entries of a folder that is listed. */
function listSeen(path: string, listed: boolean, disk: Disk): { name: string; facts: FileFacts }[] {
  const real = disk.real(path) ?? path;
  const entries = listed ? (disk.list(real) ?? []).map((name) => `${real}/${name}`) : [];
  return [
    { name: real, facts: disk.stat(path) },
    ...entries.map((name) => ({ name, facts: disk.lstat(name) })),
  ].filter((found): found is { name: string; facts: FileFacts } => typeof found.facts === 'object');
}

/** Whether a file was written in this job. Whole seconds are set by archives and `touch`; a clock has more digits. */
const isMadeHere = (facts: FileFacts, place: ReadPlace): boolean =>
  isOfJob(facts, place) && facts.mtime % 1_000_000_000n !== 0n;

function isOfJob({ mtime }: Pick<FileFacts, 'mtime'>, { job }: ReadPlace): boolean {
  const ms = Number(mtime / 1_000_000n);
  return ms >= job.from && ms <= job.to;
}

/** Archives keep the times of what they hold; that a file was made here shows in the time of its change alone. */
const isUnpacked = ({ changed, mtime }: FileFacts, place: ReadPlace): boolean =>
  isOfJob({ mtime: changed ?? mtime }, place);

function isProgram(path: string, { mode, size }: FileFacts, disk: Disk): boolean {
  if ((mode & 0o170000n) !== 0o100000n) return false;
  if (/\.(exe|com|bat|cmd)$/i.test(path)) return true;
  if ((mode & 0o111n) === 0n) return false;
  const head = disk.head(path);
  return head === '' ? size > 0n : PROGRAM_HEAD.test(head); // some may be started by all and read by root alone
}

/** A script's, and those of ELF and Mach-O: data may have the mode of a program, too. */
const PROGRAM_HEAD = /^(#!|\x7fELF|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)/;
