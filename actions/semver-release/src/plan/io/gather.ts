import { posix, resolve } from 'node:path';
import type { Job } from '@go-actions/action-kit';
import { findMains } from '@go-actions/go-build';
import { discoverModules, type GoModule } from '@go-actions/go-project';
import { readCommits } from '../../commits/bump.ts';
import { judgeTag } from '../../go-rules/tag-rules.ts';
import type { Inputs } from '../../inputs.ts';
import type { Source } from '../../source/io/source.ts';
import { findPrevious } from '../../version/previous.ts';
import type { Tag } from '../../version/tag.ts';
import type { PlanFacts } from '../plan.ts';

/** Reads everything that the plan of a tag depends on from the clone. */
export async function gatherFacts(tag: Tag, source: Source, inputs: Inputs, job: Job): Promise<PlanFacts> {
  const modules = inputs.kind === 'go' ? await readModules(source) : [];
  const { module } = inputs.kind === 'go' ? judgeTag(tag, modules) : { module: undefined };
  const ancestors = source.tags.filter((other) => other.name !== tag.name);
  const previous = findPrevious(tag.version, tag.dir, ancestors);
  const folder = module?.dir ?? tag.dir;
  const nested = modules
    .filter((other) => other !== module && isInside(other.dir, folder))
    .map((other) => other.dir);
  const commits = await source.readCommits(previous.notes?.name, folder, nested);
  const sinceStable =
    previous.notes === previous.stable
      ? commits
      : await source.readCommits(previous.stable?.name, folder, nested);
  return {
    tag,
    commit: source.commit,
    committed: source.committed,
    modules,
    mains: module ? await readMains(module, source, inputs, job) : [],
    previous,
    reading: readCommits(commits),
    required: readCommits(sinceStable).requirement,
  };
}

/** The modules of the clone, with folders relative to the repository's root, as tags have them. */
async function readModules(source: Source): Promise<GoModule[]> {
  const { modules } = await discoverModules(resolve(source.root, source.prefix));
  return modules.map((module) => ({ ...module, dir: posix.join(source.prefix, module.dir) }));
}

async function readMains(
  module: GoModule,
  source: Source,
  inputs: Inputs,
  { signal }: Job,
): Promise<string[]> {
  const { targets, tags, cgo, mains: wanted } = inputs;
  const found = await findMains({
    root: source.root,
    modules: [module],
    wanted,
    targets,
    tags,
    cgo,
    env: { GOWORK: 'off' },
    signal,
  });
  return found.map((main) => main.importPath);
}

function isInside(dir: string, folder: string): boolean {
  return folder === '.' ? dir !== '.' : dir.startsWith(`${folder}/`);
}
