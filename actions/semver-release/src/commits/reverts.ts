import type { Commit } from './conventional.ts';

const TITLE = /^revert\b/i;
/** What `git revert` writes, and what the specification recommends for `revert:` (`Refs: sha, sha`). */
const NAMED =
  /\bThis reverts commit ([0-9a-f]{7,64})\b|^Refs:[ \t]+([0-9a-f]{7,64}(?:[ \t]*,[ \t]*[0-9a-f]{7,64})*)[ \t]*$/gim;

/**
 * Takes out what was reverted. A revert cancels exactly the commits that its body names and that are in the range, and goes
 * with them; a revert of a revert brings them back. One that names nothing here stays: it undoes something already released.
 * `commits` are newest first.
 */
export function cancelReverts(commits: readonly Commit[]): Commit[] {
  const gone = new Set<string>();
  const find = indexByPrefix(commits);
  for (const commit of commits) {
    if (gone.has(commit.sha) || !isRevert(commit)) continue;
    const named = revertedBy(commit)
      .flatMap((sha) => find(sha) ?? [])
      .filter((sha) => sha !== commit.sha);
    if (named.length > 0) for (const sha of [...named, commit.sha]) gone.add(sha);
  }
  return commits.filter((commit) => !gone.has(commit.sha));
}

/** Whether a commit says that it undoes another one. */
export function isRevert({ message }: Commit): boolean {
  return TITLE.test(message);
}

function revertedBy({ message }: Commit): string[] {
  const body = message.slice(message.indexOf('\n') + 1 || message.length);
  return [...body.matchAll(NAMED)]
    .flatMap(([, one, several]) => one ?? several?.split(/[\s,]+/) ?? [])
    .map((sha) => sha.toLowerCase());
}

/** Looks a commit up by a prefix of at least seven digits; one that fits several names none. */
function indexByPrefix(commits: readonly Commit[]): (sha: string) => string | undefined {
  const bySeven = Map.groupBy(commits, (commit) => commit.sha.slice(0, 7));
  return (sha) => {
    const fitting = (bySeven.get(sha.slice(0, 7)) ?? []).filter((commit) => commit.sha.startsWith(sha));
    return fitting.length === 1 ? fitting[0]?.sha : undefined;
  };
}
