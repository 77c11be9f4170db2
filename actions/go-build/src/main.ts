import { mkdir, mkdtemp, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import {
  annotate,
  type Conclusion,
  group,
  isInside,
  type Job,
  type JobContext,
  makeFolderBelow,
  notice,
  printForeign,
  resolveWorkingDirectory,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { admitGoToCheckout, openRepository, type UserSettings } from '@go-actions/git-history';
import {
  annotateFailures,
  type BuildResult,
  checkTargets,
  compilePackages,
  findMains,
  findUnbuilt,
  type Main,
  planBuilds,
  runBuilds,
  uniqueTargets,
} from '@go-actions/go-build';
import {
  compilerSettings,
  discoverModules,
  formatTarget,
  type GoModule,
  readGoEnv,
  type Target,
} from '@go-actions/go-project';
import type { Inputs } from './inputs.ts';
import { renderFailureSentence, renderSummary } from './report.ts';

export { readInputs } from './inputs.ts';

/** Finds the main packages, builds each for each target, reads the binaries back, and says what they are. */
export async function main(inputs: Inputs, { context, signal }: Job): Promise<Conclusion> {
  const root = await resolveWorkingDirectory(context.workspace, inputs.workingDirectory);
  const { modules, unreadable } = await discoverModules(root);
  const targets = await chooseTargets(inputs.targets, root);
  await checkTargets(targets, root);

  const env = {
    ...compilerSettings(inputs.collector),
    ...(await readableCheckout(root, context, inputs.user)),
  };
  const mains = await findMains({
    root,
    env,
    modules,
    wanted: inputs.mains,
    targets,
    tags: inputs.tags,
    cgo: inputs.cgo,
    signal,
  });
  for (const { dir, reason } of unreadable) warning(`Nothing in ${dir} is built: ${reason}`);
  if (inputs.mains.length === 0) await nameUnbuilt(modules, root, mains);
  const output = await makeOutput(inputs.output, context);
  const builds = planBuilds(mains, targets, inputs, output);

  const results =
    mains.length > 0
      ? await group('go build', () =>
          runBuilds(builds, { env, expect: { static: inputs.static, cgo: inputs.cgo }, signal }),
        )
      : await buildLibrary(root, modules, targets, inputs, env, signal);
  for (const { build, failure } of results) {
    if (failure) printForeign(`${formatTarget(build.target)}:\n${failure.output}`);
  }
  annotate(annotateFailures(results, (dir) => relative(context.workspace, dir)));
  writeSummary(renderSummary(results, inputs));
  setOutputs({ binaries: listBinaries(results), output });

  const failure = renderFailureSentence(results);
  return failure ? { failure } : undefined;
}

/** A program that no target gets is said: it would be missed only where it is needed. */
async function nameUnbuilt(
  modules: readonly GoModule[],
  root: string,
  mains: readonly Main[],
): Promise<void> {
  const built = mains.map(({ importPath }) => importPath);
  for (const module of modules)
    for (const program of await findUnbuilt(module, resolve(root, module.dir), built))
      warning(
        `${program} is not built: its build constraints allow none of the \`targets\`, or it needs C and \`cgo\` is off.`,
      );
}

async function buildLibrary(
  root: string,
  modules: readonly GoModule[],
  targets: readonly Target[],
  inputs: Inputs,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<BuildResult[]> {
  notice('There is no main package here: every package is compiled, and no binary is made.');
  const dirs = modules.map((module) => resolve(root, module.dir));
  return group('go build ./...', () => compilePackages(dirs, targets, inputs, { env, signal }));
}

/** No git and no repository stamp nothing: then go asks nobody. */
async function readableCheckout(
  root: string,
  { workspace, temp }: JobContext,
  user: UserSettings,
): Promise<Record<string, string>> {
  const repository = await openRepository(root, workspace).catch(() => undefined);
  return repository ? admitGoToCheckout(repository, temp, user) : {};
}

async function chooseTargets(targets: readonly Target[], cwd: string): Promise<readonly Target[]> {
  if (targets.length > 0) return uniqueTargets(targets);
  const { GOOS = '', GOARCH = '' } = await readGoEnv(cwd, ['GOOS', 'GOARCH']);
  return [{ goos: GOOS, goarch: GOARCH }];
}

/** Outside of the source tree by default: a binary in the work tree would stamp the next one as modified. */
async function makeOutput(wanted: string | undefined, { workspace, temp }: JobContext): Promise<string> {
  if (!wanted) return realpath(await mkdtemp(join(temp, 'go-build-')));
  const path = resolve(workspace, wanted);
  if (isInside(resolve(workspace), path)) return makeFolderBelow(workspace, path);
  await mkdir(path, { recursive: true });
  return path;
}

function listBinaries(
  results: readonly BuildResult[],
): { name: string; target: string; path: string; size: number; sha256: string }[] {
  return results
    .flatMap((result) => result.binaries)
    .map(({ name, target, path, size, sha256 }) => ({
      name,
      target: formatTarget(target),
      path,
      size,
      sha256,
    }));
}
