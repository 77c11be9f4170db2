import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { ActionError, describeError, type JobContext, resolveWorkingDirectory } from '@go-actions/action-kit';
import { openRepository } from '@go-actions/git-history';
import { discoverModules, type GoModule, parseSupportedGo, readGoEnv } from '@go-actions/go-project';
import type { Selection } from '../../inputs.ts';
import { refuseGoFlags } from '../go-flags.ts';
import type { BrokenModule, Checkout, Module } from '../module.ts';
import { selects } from '../selection.ts';
import { findGoFiles } from './go-files.ts';

/** Opens the repository around `working-directory`. Throws an ActionError that names the input at fault. */
export async function readCheckout(
  job: JobContext,
  { workingDirectory, modules, gowork }: Pick<Selection, 'workingDirectory' | 'modules' | 'gowork'>,
): Promise<Checkout> {
  const dir = await resolveWorkingDirectory(job.workspace, workingDirectory);
  const repository = await openRepository(dir, job.workspace);
  const root = repository?.root ?? (await realpath(job.workspace));
  return { repository, root, dir, gowork, ...(await surveyModules(root, dir, { globs: modules, gowork })) };
}

/** Finds the modules to check below `dir`, and what the go command says about each. */
export async function surveyModules(
  root: string,
  dir: string,
  { globs = [], gowork }: { globs?: readonly string[]; gowork?: string | undefined },
): Promise<Pick<Checkout, 'workspace' | 'modules' | 'broken'>> {
  const nameOf = (path: string) => relative(root, join(dir, path)).replaceAll(sep, '/') || '.';
  const found = await discoverModules(dir, { gowork });
  const chosen = found.modules.filter((module) => selects(globs, module.dir));
  const unreadable = found.unreadable.filter((module) => selects(globs, module.dir));
  if (chosen.length + unreadable.length === 0) {
    const all = [...found.modules, ...found.unreadable].map((module) => module.dir).join(', ');
    throw new ActionError(
      `\`modules\` is ${JSON.stringify(globs.join(' '))} and leaves none of ${all.slice(0, 500)}.`,
    );
  }
  const read = await Promise.all(
    chosen.map((declared) =>
      readModule(root, join(dir, declared.dir), nameOf(declared.dir), declared).catch(
        (error: unknown): BrokenModule => ({ name: nameOf(declared.dir), reason: reasonOf(error, root) }),
      ),
    ),
  );
  const { workspace, workFile = 'go.work', workspaceModules = [] } = found;
  return {
    modules: read.filter((module) => 'dir' in module),
    broken: [
      ...unreadable.map((module) => ({ name: nameOf(module.dir), reason: module.reason })),
      ...read.filter((module) => 'reason' in module),
    ],
    workspace: workspace && {
      file: resolve(dir, workFile),
      goWork: workspace,
      modulePaths: workspaceModules.map(({ path }) => path),
    },
  };
}

async function readModule(root: string, dir: string, name: string, declared: GoModule): Promise<Module> {
  const asking = readGoEnv(dir, ['GOVERSION', 'GOROOT', 'GOFLAGS']);
  const files = findGoFiles(root, dir, declared.goMod.ignore);
  const env = await asking;
  const go = parseSupportedGo(env.GOVERSION);
  const refused = refuseGoFlags(env.GOFLAGS ?? '');
  if (refused)
    throw new ActionError(`${refused}.`, {
      remedy: 'Take it out of GOFLAGS (the environment, or `go env -w`) for this step.',
    });
  return { declared, dir, name, ...files, go, gofmt: await findGofmt(env.GOROOT ?? '') };
}

/** The go command's own words, without the folders of this machine. */
function reasonOf(error: unknown, root: string): string {
  if (!(error instanceof ActionError)) throw error;
  return describeError(error).replaceAll(root + sep, '');
}

/** The gofmt of the Go that the module selects; distributions that keep it elsewhere have it on PATH. */
async function findGofmt(goroot: string): Promise<string> {
  const own = join(goroot, 'bin', process.platform === 'win32' ? 'gofmt.exe' : 'gofmt');
  return access(own, constants.X_OK).then(
    () => own,
    () => 'gofmt', // not beside go: PATH decides
  );
}
