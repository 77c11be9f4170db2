import { ActionError, info, type Job } from '@go-actions/action-kit';
import type { BuiltBinary } from '@go-actions/go-build';
import { formatTarget } from '@go-actions/go-project';
import { leaveOnlyTag, type Source } from '../../source/io/source.ts';
import { type Generated, runBeforeBuild } from './before-build.ts';
import type { ClosedGo } from './go-caches.ts';
import { buildPrograms, type ProgramBuild } from './programs.ts';

export type Rebuild = {
  readonly first: readonly BuiltBinary[];
  readonly generated: Generated | undefined;
  readonly command: readonly string[];
  /** `sample`: one target; `all`: every one. */
  readonly extent: 'sample' | 'all';
};

/**
 * Builds once more, in another folder and with a build cache that is empty, and compares byte by byte. Returns the targets
 * that were built twice.
 */
export async function proveReproducible(
  build: ProgramBuild,
  { first, generated, command, extent }: Rebuild,
  source: Source,
  go: ClosedGo,
  job: Job,
): Promise<string[]> {
  const built = [...new Set(first.map(({ target }) => formatTarget(target)))];
  const chosen = extent === 'all' ? built : built.slice(0, 1);
  const targets = build.choices.targets.filter((target) => chosen.includes(formatTarget(target)));
  await using tree = await source.checkOut(source.commit);
  await leaveOnlyTag(tree, build.plan.tag, source.commit);
  const env = await go.fresh();
  const again = await runBeforeBuild(command, tree, env, job);
  if (again?.sha256 !== generated?.sha256) {
    throw new ActionError(
      '`before-build` made other files the second time: nobody could build this release again.',
      {
        remedy: 'Keep times, random names and paths out of what it makes, or set `reproducible: off`.',
      },
    );
  }
  const second = await buildPrograms({
    ...build,
    tree,
    env,
    output: `${build.output}-again`,
    choices: { ...build.choices, targets },
  });
  for (const binary of second) {
    const twin = first.find(
      (other) => other.main === binary.main && formatTarget(other.target) === formatTarget(binary.target),
    );
    if (twin?.sha256 === binary.sha256) continue;
    throw new ActionError(
      `${binary.name} for ${formatTarget(binary.target)} came out different the second time (${twin?.sha256.slice(0, 12)} and ${binary.sha256.slice(0, 12)}).`,
      {
        remedy:
          'Something of the build depends on the time, the folder or the machine; `reproducible: off` does not look.',
      },
    );
  }
  info(`Built twice, byte for byte the same: ${chosen.join(', ')}.`);
  return chosen;
}
