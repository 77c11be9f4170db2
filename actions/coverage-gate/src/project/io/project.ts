import { realpath, stat } from 'node:fs/promises';
import { posix, relative, resolve, sep } from 'node:path';
import { ActionError, type Job, type JobContext } from '@go-actions/action-kit';
import { openRepository, type Repository } from '@go-actions/git-history';
import { discoverModules, type GoModule, type GoPackage, listPackages } from '@go-actions/go-project';
import { listModulePaths } from '../../profile/file-names.ts';
import type { PackageRun } from '../../tests/test-runs.ts';

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
  readonly modulePaths: readonly GoModule[];
  readonly workspace: boolean;
};

export async function openProject(workingDirectory: string, job: JobContext): Promise<Project> {
  const root = await resolveFolder(workingDirectory, job.workspace);
  const { modules, workspace } = await discoverModules(root);
  const repository = await openRepository(root, job.workspace);
  const base = await realpath(repository?.root ?? job.workspace);
  const prefix = relative(base, root).split(sep).join('/') || '.';
  const inBase = modules.map((module) => ({ ...module, dir: posix.join(prefix, module.dir) }));
  return {
    base,
    root,
    prefix,
    repository,
    modules,
    modulePaths: listModulePaths(inBase),
    workspace: workspace !== undefined,
  };
}

async function resolveFolder(workingDirectory: string, workspace: string): Promise<string> {
  const path = resolve(workspace, workingDirectory);
  const found = await stat(path).catch(() => undefined); // a missing folder gets the message below
  if (found?.isDirectory()) return realpath(path);
  throw new ActionError(
    `\`working-directory\` is ${JSON.stringify(workingDirectory)}, which is no folder of the checkout.`,
    {
      remedy: 'Name the folder of a Go module, and check the repository out before this step.',
    },
  );
}

/** The packages that the runs name, by `go list`. */
export async function listRunPackages(
  project: Project,
  runs: readonly PackageRun[],
  tags: readonly string[],
  signal: AbortSignal,
): Promise<GoPackage[]> {
  const fields = ['ImportPath', 'Dir', 'Name', 'GoFiles', 'CgoFiles'] as const;
  const packages: GoPackage[] = [];
  for (const { dir, patterns } of runs) {
    packages.push(
      ...(await listPackages({
        dir: resolve(project.root, dir),
        patterns,
        tags,
        fields: [...fields],
        // Not their imports: loading what a project depends on takes longer than the project.
        flags: ['-find'],
        signal,
      })),
    );
  }
  return packages;
}

/** The commit that is checked out; without git the one that the job names. */
export async function headOf(project: Project, job: Job): Promise<string> {
  const head = await project.repository?.git(['rev-parse', '--verify', 'HEAD']);
  return head?.code === 0 ? head.stdout.trim() : job.context.sha;
}
