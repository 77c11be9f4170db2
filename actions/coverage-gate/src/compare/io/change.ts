import { ActionError, type Job } from '@go-actions/action-kit';
import { EVERY_LINE, findBase, type LineRange, readChanges } from '@go-actions/git-history';
import type { CompareInputs } from '../../inputs.ts';
import type { Project } from '../../project/io/project.ts';

/**
 * The lines that differ from the base, or why they are not known. `failed`: git could not say, although there is a base;
 * else there is nothing to compare with. Every line counts as changed, with the reason, where the checkout is not the event's.
 */
export type Change =
  | {
      readonly base: string;
      readonly source: string;
      readonly lines: ChangedLines;
      /** Those with lines. */
      readonly paths: readonly string[];
    }
  | {
      readonly reason: string;
      readonly failed: false;
      readonly base?: undefined;
      readonly lines: ChangedLines;
    }
  | { readonly reason: string; readonly failed: boolean; readonly base?: string };

/** The new side's lines by path. */
export type ChangedLines = Pick<ReadonlyMap<string, readonly LineRange[]>, 'get'>;

const EVERYTHING: ChangedLines = { get: () => EVERY_LINE };

/** Never an error: the tests are judged whatever git says. */
export async function gatherChange(inputs: CompareInputs, project: Project, job: Job): Promise<Change> {
  const { repository } = project;
  if (!repository) return { reason: 'the working directory is not in a git checkout', failed: false };
  let found: string | undefined;
  try {
    const base = await findBase(repository, job.context, { base: inputs.base, token: inputs.token });
    if (!base.found)
      return { reason: base.reason, failed: false, ...(base.everything && { lines: EVERYTHING }) };
    found = base.sha;
    // Against the work tree: the profile's line numbers are those of the files that were tested.
    const changes = await readChanges(repository, base.sha);
    if (changes.known) {
      const paths = [...changes.lines].flatMap(([path, ranges]) => (ranges.length > 0 ? [path] : []));
      return { base: base.sha, source: base.source, lines: changes.lines, paths };
    }
    return { reason: changes.reason, failed: true, base: base.sha };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const reason = error.message
      .split('\n')
      .slice(0, 2)
      .join(' ')
      .replace(/\.\s*$/, '');
    return { reason, failed: true, ...(found && { base: found }) };
  }
}
