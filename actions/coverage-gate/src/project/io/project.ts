import { realpath } from 'node:fs/promises';
import { posix, relative, resolve, sep } from 'node:path';
import { ActionError, type Job, type JobContext, resolveWorkingDirectory } from '@go-actions/action-kit';
import { openRepository, type Repository } from '@go-actions/git-history';
import {
  discoverModules,
  type GoModule,
  type GoPackage,
  type GoVersion,
  listPackages,
  type ModulePath,
  parseSupportedGo,
  readGoEnv,
} from '@go-actions/go-project';
import type { PlaceInputs } from '../../inputs.ts';
import { listModulePaths } from '../../profile/file-names.ts';
import { chooseModules } from '../module-choice.ts';
import type { PackageRun } from '../package-runs.ts';

/** The checkout: every path in the gate is relative to `base`, the repository's root where there is one. */
export type Project = {
  readonly base: string;
  /** Absolute path of `working-directory`, and the same relative to `base` (`.` or `dir/sub`). */
  readonly root: string;
  readonly prefix: string;
  readonly repository: Repository | undefined;
  /** Folders relative to `root`. */
  readonly modules: readonly GoModule[];
  /** For names in profiles: folders relative to `base`, with local `replace` targets. */
  readonly modulePaths: readonly ModulePath[];
  readonly workspace: boolean;
  readonly goVersion: GoVersion;
  /** GOFLAGS as go sees it: they are on every command line of its. */
  readonly goFlags: string;
  /** Modules that cannot be read, by folder, with the reason. */
  readonly unreadable: readonly { readonly dir: string; readonly reason: string }[];
};

/** Opens the checkout of the job. */
export async function openProject(place: PlaceInputs, job: JobContext): Promise<Project> {
  const root = await resolveWorkingDirectory(job.workspace, place.workingDirectory);
  const repository = await openRepository(root, job.workspace);
  return openModules(place, root, repository?.root ?? job.workspace, repository);
}

/** Opens the modules below `root`, an absolute path inside of `top`. */
export async function openModules(
  place: PlaceInputs,
  root: string,
  top: string,
  repository: Repository | undefined,
): Promise<Project> {
  const env = await readGoEnv(root, ['GOVERSION', 'GOWORK', 'GOFLAGS']);
  const found = await discoverModules(root, { gowork: env.GOWORK });
  const modules = chooseModules(found.modules, place.modules);
  const names = found.modules.map(({ dir }) => dir).join(', ');
  if (modules.length === 0)
    throw new ActionError(`\`modules\` chooses none of the modules ${names}.`, {
      remedy: 'Name their folders relative to `working-directory`; `!` in front leaves one out.',
    });
  const base = await realpath(top);
  const prefix = relative(base, root).split(sep).join('/') || '.';
  // All of them, chosen or not: a profile may name any.
  const inBase = found.modules.map((module) => ({ ...module, dir: posix.join(prefix, module.dir) }));
  return {
    base,
    root,
    prefix,
    repository,
    modules,
    modulePaths: listModulePaths(
      inBase,
      found.workspace && {
        dir: posix.join(prefix, posix.dirname(found.workFile ?? '.')),
        replace: found.workspace.replace,
      },
    ),
    workspace: found.workspace !== undefined,
    goVersion: parseSupportedGo(env.GOVERSION),
    goFlags: env.GOFLAGS ?? '',
    unreadable: found.unreadable.filter(
      ({ dir }) => chooseModules([{ dir } as GoModule], place.modules).length > 0,
    ),
  };
}

/** The packages that a run names, by `go list`. */
export async function listRunPackages(
  project: Project,
  { dir, patterns }: PackageRun,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<GoPackage[]> {
  return listPackages({
    dir: resolve(project.root, dir),
    patterns,
    tags,
    fields: [
      'ImportPath',
      'Dir',
      'Name',
      'GoFiles',
      'CgoFiles',
      'TestGoFiles',
      'XTestGoFiles',
      'Match',
      'Error',
    ],
    // Not their imports: loading what a project depends on takes longer than the project.
    flags: ['-find'],
    signal,
  });
}

/** The commit that is checked out; without git the one that the job names. */
export async function headOf(project: Project, job: Job): Promise<string> {
  const head = await project.repository?.git(['rev-parse', '--verify', 'HEAD']);
  return head?.code === 0 ? head.stdout.trim() : job.context.sha;
}
