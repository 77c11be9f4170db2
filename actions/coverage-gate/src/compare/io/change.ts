import { ActionError, type Job } from '@go-actions/action-kit';
import { findBase, type LineRange, readChangedLines } from '@go-actions/git-history';
import type { Inputs } from '../../inputs.ts';
import type { Project } from '../../project/io/project.ts';

/** The lines that differ from the base, or why there is nothing to compare with. */
export type Change =
  | {
      readonly base: string;
      readonly source: string;
      readonly lines: ReadonlyMap<string, readonly LineRange[]>;
    }
  | { readonly reason: string };

export async function gatherChange(inputs: Inputs, project: Project, job: Job): Promise<Change> {
  if (!project.repository) return missing(inputs, 'the working directory is no git checkout');
  const base = await findBase(project.repository, job.context, { base: inputs.base, token: inputs.token });
  if (!base.found) return missing(inputs, base.reason);
  // Against the work tree: the profile's line numbers are those of the files that were tested.
  return { base: base.sha, source: base.source, lines: await readChangedLines(project.repository, base.sha) };
}

function missing(inputs: Inputs, reason: string): Change {
  if (inputs.onMissingBase !== 'fail') return { reason };
  throw new ActionError(`There is no base to compare with: ${reason}.`, {
    remedy: 'Set `base`, check out with `fetch-depth: 0`, or let `on-missing-base` be `pass`.',
  });
}
