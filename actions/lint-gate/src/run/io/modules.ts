import { constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { ActionError, type JobContext } from '@go-actions/action-kit';
import { openRepository } from '@go-actions/git-history';
import { discoverModules, type GoModule, parseGoVersion, readGoEnv } from '@go-actions/go-project';
import picomatch from 'picomatch';
import type { Checkout, Module } from '../module.ts';

/** Opens the repository around `working-directory`. Throws an ActionError that names the input at fault. */
export async function readCheckout(
  context: JobContext,
  inputs: { workingDirectory: string; modules: readonly string[] },
): Promise<Checkout> {
  const dir = openFolder(join(context.workspace, inputs.workingDirectory), inputs.workingDirectory);
  // git and go are asked at once: both stand before the first check.
  const opening = openRepository(dir, context.workspace);
  const top = opening.then(async (opened) => opened?.root ?? realpath(context.workspace));
  const [repository, root, found] = await Promise.all([
    opening,
    top,
    surveyModules(dir, top, inputs.modules),
  ]);
  return { repository, root, dir, ...found };
}

/** Finds the modules to check below `dir`, and what the go command says about each. */
export async function surveyModules(
  dir: string,
  root: string | Promise<string>,
  globs: readonly string[] = [],
): Promise<Pick<Checkout, 'workspace' | 'modules'>> {
  const { modules: all, workspace } = await discoverModules(dir);
  const wanted = globs.length > 0 ? picomatch([...globs]) : () => true;
  const chosen = all.filter((module) => wanted(module.dir));
  if (chosen.length === 0) {
    throw new ActionError(
      `\`modules\` is ${JSON.stringify(globs.join(' '))} and matches none of ${names(all)}.`,
    );
  }
  const reading = chosen.map((module) => readModule(root, join(dir, module.dir), module));
  return { workspace, modules: await Promise.all(reading) };
}

function openFolder(path: string, input: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return realpathSync(path);
  throw new ActionError(
    `\`working-directory\` is ${JSON.stringify(input)}; there is no such folder in the workspace.`,
    {
      remedy: 'Check the repository out before this step, or correct the path.',
    },
  );
}

async function readModule(root: string | Promise<string>, dir: string, declared: GoModule): Promise<Module> {
  const [env, goFiles] = await Promise.all([
    readGoEnv(dir, ['GOVERSION', 'GOROOT']),
    listGoFiles(dir, declared.goMod.ignore),
  ]);
  const name = relative(await root, dir).replaceAll(sep, '/') || '.';
  const go = parseGoVersion(env.GOVERSION ?? '');
  return { declared, dir, name, goFiles, go, gofmt: await findGofmt(env.GOROOT ?? '') };
}

/** The gofmt of the Go that the module selects; distributions that keep it elsewhere have it on PATH. */
async function findGofmt(goroot: string): Promise<string> {
  const own = join(goroot, 'bin', process.platform === 'win32' ? 'gofmt.exe' : 'gofmt');
  return access(own, constants.X_OK).then(
    () => own,
    () => 'gofmt',
  ); // not beside go: PATH decides
}

const listGoFiles = async (dir: string, ignored: readonly string[]) => findGoFiles(dir, '.', ignored);

/** Synchronous, for the reason that `discoverModules` is; the go command runs meanwhile. */
function findGoFiles(root: string, folder: string, ignored: readonly string[]): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  if (folder !== '.' && entries.some((entry) => entry.name === 'go.mod')) return [];
  const files = entries.filter(
    (entry) => entry.isFile() && /\.go$/.test(entry.name) && !/^[._]/.test(entry.name),
  );
  const folders = entries
    .filter((entry) => entry.isDirectory() && !/^([._]|vendor$|testdata$|node_modules$)/.test(entry.name))
    .map((entry) => posix.join(folder, entry.name))
    .filter((path) => !ignored.some((rule) => isIgnored(path, rule)));
  const below = folders.flatMap((path) => findGoFiles(root, path, ignored));
  return [...files.map((entry) => posix.join(folder, entry.name)), ...below];
}

/** go.mod's `ignore`: `./x` is that folder, `x` every folder of that name (https://go.dev/ref/mod#go-mod-file-ignore). */
function isIgnored(path: string, rule: string): boolean {
  const name = rule.replace(/^\.\//, '').replace(/\/$/, '');
  return path === name || (!rule.startsWith('./') && path.endsWith(`/${name}`));
}

const names = (modules: readonly GoModule[]): string =>
  modules
    .map((module) => module.dir)
    .join(', ')
    .slice(0, 500);
