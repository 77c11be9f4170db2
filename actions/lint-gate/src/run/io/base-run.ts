import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ActionError, group, info } from '@go-actions/action-kit';
import { type Repository, readGitBytes, withWorktree } from '@go-actions/git-history';
import { CONFIG_NAMES } from '../../checks/golangci.ts';
import { identify, identityKey } from '../../findings/identity.ts';
import { readSources } from '../../findings/io/sources.ts';
import type { LintRun } from '../context.ts';
import type { Checkout } from '../module.ts';
import type { Outcome } from '../outcome.ts';
import { surveyModules } from './modules.ts';
import { runChecks } from './run-checks.ts';

export type AtBase = {
  /** Identities of the base's findings. */
  readonly keys: readonly string[];
  /** Checks that gave no result at the base: what they find now counts as new. */
  readonly unknown: readonly string[];
};

/**
 * Runs, at the base, the checks that found something now, in the modules where they did: with the linter configuration of
 * today, so that a new rule does not make old findings new. Nothing found now means nothing to run.
 */
export async function lintBase(run: LintRun, base: string, now: readonly Outcome[]): Promise<AtBase> {
  const { checkout, settings } = run;
  const repository = checkout.repository;
  const wanted = now.filter(({ findings }) => findings.length > 0);
  if (!repository || wanted.length === 0) return { keys: [], unknown: [] };
  return group(`The same checks at the base ${base.slice(0, 12)}`, () =>
    withWorktree(repository, base, async (tree, scratch) => {
      await bringConfiguration(repository, scratch);
      const there = await surveyBase(checkout, tree);
      if (!there) return { keys: [], unknown: [] };
      const pairs = new Set(wanted.map(({ check, module }) => `${check}\0${module}`));
      const { config } = settings.golangci;
      const today = config && resolve(checkout.dir, config);
      const { outcomes, failures } = await runChecks({
        ...run,
        checkout: there,
        settings: { ...settings, golangci: { ...settings.golangci, config: today } },
        // Packages that are new are not there; all of a module is, and what was not asked for now matches nothing.
        packages: new Map([...run.packages.keys()].map((module) => [module, ['./...']])),
        only: (check, module) => pairs.has(`${check}\0${module}`),
      });
      const findings = outcomes.flatMap((outcome) => outcome.findings);
      const sources = await readSources(tree, findings);
      return {
        keys: findings.map((finding) => identityKey(identify(finding, sources))),
        unknown: [
          ...failures.map(({ module }) => `the module ${module}`),
          ...outcomes.filter(({ problem }) => problem).map(({ check, module }) => `${check} (${module})`),
        ],
      };
    }),
  );
}

/** A folder or modules that the base does not have yet: everything in them is new. */
async function surveyBase(checkout: Checkout, tree: string): Promise<Checkout | undefined> {
  const dir = join(tree, relative(checkout.root, checkout.dir));
  const names = new Set(checkout.modules.map(({ name }) => name));
  try {
    const { workspace, modules, broken } = await surveyModules(tree, dir, { gowork: checkout.gowork });
    const known = modules.filter(({ name }) => names.has(name));
    return { ...checkout, root: tree, dir, workspace, modules: known, broken };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    info(`The base has no such modules: ${error.message}`);
    return undefined;
  }
}

const CONFIGURATION = [...CONFIG_NAMES, 'staticcheck.conf'];

async function bringConfiguration(repository: Repository, scratch: Repository): Promise<void> {
  const tree = scratch.root;
  const patterns = CONFIGURATION.map((name) => `:(glob)**/${name}`);
  const list = async (from: Repository, args: string[]) =>
    (await readGitBytes(from, args))
      .toString('utf8')
      .split('\0')
      .filter((path) => path && CONFIGURATION.includes(path.split('/').at(-1) ?? ''));
  const today = await list(repository, [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '-z',
    '--',
    ...patterns,
  ]);
  const then = await list(scratch, ['ls-files', '-z', '--', ...patterns]);
  for (const path of then) await rm(join(tree, path), { force: true });
  for (const path of today) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await cp(join(repository.root, path), join(tree, path), { dereference: false }).catch(ignoreDeleted);
  }
}

function ignoreDeleted(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error; // tracked, but deleted in the work tree
}
