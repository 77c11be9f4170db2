import { relative } from 'node:path';
import { ActionError, annotate, group, printForeign, warning } from '@go-actions/action-kit';
import { annotateFailures, type BuiltBinary, type Main, planBuilds, runBuilds } from '@go-actions/go-build';
import { formatTarget, listPackages, readGoVersion, type Target } from '@go-actions/go-project';
import type { ReleasePlan } from '../../plan/plan.ts';
import { readFileAt } from '../../source/io/history.ts';
import type { SourceTree } from '../../source/io/source.ts';
import type { GoEnvironment } from '../closed-go.ts';
import { describeFailure } from '../failure.ts';
import { fillFlags, planStamp } from '../stamp.ts';

export type ProgramChoices = {
  readonly targets: readonly Target[];
  readonly ldflags: string;
  readonly tags: readonly string[];
  readonly cgo: boolean;
};

export type ProgramBuild = {
  readonly plan: ReleasePlan;
  readonly mains: readonly Main[];
  readonly choices: ProgramChoices;
  readonly tree: SourceTree;
  readonly env: GoEnvironment;
  /** Where the binaries go: outside of the tree, which would be modified by them. */
  readonly output: string;
  readonly signal: AbortSignal;
};

/** Builds the mains for the targets and reads every binary back; throws when one fails, or is not what was planned. */
export async function buildPrograms(build: ProgramBuild): Promise<BuiltBinary[]> {
  const { plan, mains, choices, tree, env, output, signal } = build;
  const flags = { ...choices, ldflags: fillFlags(choices.ldflags, plan), trimpath: true, stamp: true };
  const builds = planBuilds(
    mains.map((main) => ({ ...main, moduleDir: moduleDirIn(tree, plan) })),
    choices.targets,
    flags,
    output,
  );
  const stamp = await planStampFor(build);
  if (stamp.reason !== undefined) warning(`${stamp.reason} Only the commit of these binaries is proved.`);
  const results = await group('Build', () =>
    runBuilds(builds, {
      env,
      expect: {
        static: !choices.cgo,
        cgo: choices.cgo,
        plainFlags: true,
        revision: plan.commit,
        ...(stamp.version !== undefined && { version: stamp.version }),
      },
      signal,
    }),
  );
  const failed = results.filter((result) => result.failure);
  if (failed.length > 0) {
    for (const { build: one, failure } of failed)
      printForeign(`${formatTarget(one.target)}:\n${failure?.output}`);
    annotate(annotateFailures(failed, (dir) => relative(tree.root, dir)));
    const { message, remedy } = describeFailure(failed);
    throw new ActionError(message, remedy === undefined ? {} : { remedy });
  }
  const binaries = results.flatMap((result) => result.binaries);
  const broken = binaries.find((binary) => binary.problems.length > 0);
  if (broken)
    throw new ActionError(
      `${broken.name} for ${formatTarget(broken.target)} failed its proof: ${broken.problems.join('; ')}.`,
    );
  return binaries;
}

/** A program that embeds what Git LFS keeps elsewhere would embed the pointer. */
export async function refusePointers({
  mains,
  choices,
  tree,
  plan,
  env,
  signal,
}: ProgramBuild): Promise<void> {
  if (tree.pointers.length === 0 || mains.length === 0) return;
  const dir = moduleDirIn(tree, plan);
  const packages = await listPackages({
    dir,
    patterns: mains.map(({ importPath }) => importPath),
    tags: choices.tags,
    deps: true,
    env,
    fields: ['ImportPath', 'Dir', 'EmbedFiles', 'GoFiles'],
    signal,
  });
  const used = new Set(
    packages.flatMap(({ Dir, EmbedFiles = [], GoFiles = [] }) =>
      Dir === undefined
        ? []
        : [...EmbedFiles, ...GoFiles].map((file) => relative(tree.root, `${Dir}/${file}`)),
    ),
  );
  const missing = tree.pointers.filter((path) => used.has(path));
  if (missing.length > 0)
    throw new ActionError(
      `The content of ${missing.slice(0, 5).join(', ')} is in Git LFS, and not in the checkout.`,
      {
        remedy: 'Give actions/checkout `lfs: true`.',
      },
    );
}

function moduleDirIn({ root }: SourceTree, { module }: ReleasePlan): string {
  return module && module.dir !== '.' ? `${root}/${module.dir}` : root;
}

async function planStampFor({ plan, tree, env }: ProgramBuild): Promise<ReturnType<typeof planStamp>> {
  return planStamp({
    version: plan.version,
    dir: plan.module?.dir ?? '.',
    hasRootModule: (await readFileAt(tree.repository, plan.commit, 'go.mod')) !== undefined,
    go: await readGoVersion(moduleDirIn(tree, plan), env),
  });
}
