import { ActionError } from '@go-actions/action-kit';
import type { Hole } from '../../judge/completeness.ts';
import { type ListedRun, listUnmatched, type PackageRun, planRuns, withPackages } from '../package-runs.ts';
import { listRunPackages, type Project } from './project.ts';

export type ChosenPackages = {
  /** Runs with at least one package. */
  readonly listed: readonly ListedRun[];
  /** Modules that go cannot load. */
  readonly broken: readonly Hole[];
  /** Modules that were left out because nothing in them is a package, a clause each. */
  readonly notes: readonly string[];
};

/**
 * The packages that the patterns mean, module by module. A module that go cannot load does not hide the others; a pattern that
 * matches nothing is an error, unless the caller is `lenient`.
 */
export async function listChosenPackages(
  project: Project,
  patterns: readonly string[],
  tags: readonly string[],
  signal: AbortSignal,
  lenient = false,
): Promise<ChosenPackages> {
  const { modules, workspace, root } = project;
  const plan = planRuns(patterns, modules, { workspace, root });
  const names = modules.map((module) => `${module.path} (${module.dir})`).join(', ');
  if (plan.unknown.length > 0 && !lenient)
    throw new ActionError(
      `\`packages\` has ${quote(plan.unknown)}, which lies in no module of the project.`,
      {
        remedy: `Its modules are ${names}.`,
      },
    );
  const answers = await Promise.all(plan.runs.map((run) => listRun(project, run, tags, signal)));
  const broken = [
    ...answers.flatMap((answer) => ('hole' in answer ? [answer] : [])),
    ...listUnreadable(project, patterns),
  ];
  const found = answers.flatMap((answer) => ('packages' in answer ? [answer] : []));
  if (found.length === 0 && broken[0]) throw broken[0].error;
  const listed = found.flatMap((answer) => withPackages(answer) ?? []);
  const unmatched = broken.length > 0 ? [] : listUnmatched(plan.asked, found);
  if (unmatched.length > 0 && !lenient)
    throw new ActionError(`\`packages\` has ${quote(unmatched)}, which matches no package.`, {
      remedy: `Check the path and \`build-tags\`. The modules are ${names}.`,
    });
  if (listed.length === 0 && broken.length === 0 && !lenient)
    throw new ActionError(`There is no Go package to test in ${names}.`, {
      remedy: 'Check `working-directory` and `build-tags`.',
    });
  const tested = new Set(listed.map(({ run }) => run.dir));
  const empty = workspace
    ? []
    : plan.runs.filter(({ dir }) => !tested.has(dir) && !broken.some((one) => one.dir === dir));
  return {
    listed,
    broken: broken.map(({ hole }) => hole),
    notes: empty.map(({ dir }) => `${nameOf(dir)} has no package to test and was left out`),
  };
}

type Broken = { readonly dir: string; readonly hole: Hole; readonly error: ActionError };

async function listRun(
  project: Project,
  run: PackageRun,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<ListedRun | Broken> {
  try {
    return { run, packages: await listRunPackages(project, run, tags, signal) };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const [, ...words] = error.message.split('\n');
    return describeBroken(project, run.dir, words.join(' '), error);
  }
}

function listUnreadable(project: Project, patterns: readonly string[]): Broken[] {
  if (patterns.length > 0) return [];
  return project.unreadable.map(({ dir, reason }) =>
    describeBroken(project, dir, reason, new ActionError(reason)),
  );
}

function describeBroken(project: Project, dir: string, words: string, error: ActionError): Broken {
  const said = words
    .replaceAll(project.root, '.')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
    .slice(0, 400);
  const here = new ActionError(error.message.replaceAll(project.root, '.'));
  return { dir, hole: brokenModule(dir, said), error: here };
}

/** A module that go cannot load, with its own words and the two ways out. */
export function brokenModule(dir: string, words: string): Hole {
  const leave = dir === '.' ? '' : `, or leave it out with \`modules: "!${dir}"\``;
  return {
    what: nameOf(dir),
    why: `cannot be tested: ${words || 'go does not say why'} (mend it there${leave})`,
  };
}

function nameOf(dir: string): string {
  return dir === '.' ? 'the module in `.`' : `the module in ${dir}`;
}

const quote = (patterns: readonly string[]): string =>
  patterns.map((pattern) => JSON.stringify(pattern)).join(', ');
