import type { ChangedFile, LineRange } from '@go-actions/git-history';
import type { RawFinding } from '../finding.ts';

/** What a generator changed in a scratch checkout, by path relative to the repository's root. */
export type Regenerated = {
  readonly files: readonly ChangedFile[];
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
  /** Files that were not there before. */
  readonly untracked: readonly string[];
};

/** One finding for each file that generating changes, adds or removes; names are relative to the scratch checkout `dir`. */
export function judgeGenerated(
  { files, lines, untracked }: Regenerated,
  command: string,
  locate: (path: string) => string,
): RawFinding[] {
  const run = `run \`${command}\` and commit the result`;
  const changed = files.map(({ path, status }): RawFinding => {
    const gone = status === 'deleted';
    const line = gone ? undefined : lines.get(path)?.[0]?.start;
    const what = gone ? `${path} is removed by generating` : `${path} is not what generating gives`;
    return { file: gone ? undefined : locate(path), line, rule: 'generate', message: `${what}; ${run}.` };
  });
  const added = untracked.map((path): RawFinding => {
    return { rule: 'generate', message: `Generating adds ${path}, which is not committed; ${run}.` };
  });
  return [...changed, ...added];
}
