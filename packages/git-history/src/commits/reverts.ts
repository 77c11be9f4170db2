import { type Commit, type ConventionalCommit, parseCommit } from './conventional.ts';

/** `Revert "…"` and, since git 2.43, `Reapply "…"` for the revert of a revert; `revert:` as the specification recommends it. */
const TITLE = /^(revert|reapply)\b/i;
const SHA = '[0-9a-f]{7,64}';
/** What `git revert` writes (with `--reference` a description follows), and what people write when they revert several. */
const REVERTS = new RegExp(
  `\\bThis reverts commits?\\s+(${SHA}(?:\\s+\\([^()\\n]*\\))?(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)(?:commit\\s+)?${SHA})*)` +
    `(?:,\\s+reversing\\s+changes\\s+made\\s+to\\s+(${SHA}))?`,
  'gi',
);
/** The specification's own example: `Refs: sha, sha`. */
const REFS = new RegExp(`^Refs:[ \\t]+(${SHA}(?:[ \\t]*,[ \\t]*${SHA})*)[ \\t]*$`, 'gim');

/**
 * Takes out what was reverted. A revert cancels exactly the commits that its body names and that are in the range, and goes
 * with them; a revert of a revert brings them back. The revert of a merge cancels all that the merge brought in. One that
 * names nothing here stays: it undoes something already released. `commits` are newest first.
 */
export function cancelReverts(commits: readonly Commit[]): Commit[] {
  const gone = new Set<string>();
  const find = indexByPrefix(commits);
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  for (const commit of commits) {
    if (gone.has(commit.sha) || !isRevert(commit)) continue;
    const named = revertedBy(commit).flatMap(({ sha, mainline }) => {
      const target = bySha.get(find(sha) ?? '');
      if (!target || target === commit) return [];
      return target.parents.length > 1 ? broughtIn(target, find(mainline ?? ''), bySha) : [target.sha];
    });
    if (named.length > 0) for (const sha of [...named, commit.sha]) gone.add(sha);
  }
  return commits.filter((commit) => !gone.has(commit.sha));
}

/** Whether a commit says that it undoes another one. */
export function isRevert({ message }: Commit): boolean {
  return TITLE.test(message);
}

/**
 * A revert whose target is not in the range, as a change: what it undoes was released before. Reverting a revert brings back
 * what the title quotes, so it asks for what that would ask for.
 */
export function describeRevert({ sha, author, message }: Commit): ConventionalCommit {
  const subject = message.split('\n', 1)[0] ?? '';
  let quoted = subject;
  let undone = false;
  for (let match = unquote(quoted); match; match = unquote(quoted)) {
    if (match.verb === 'revert') undone = !undone;
    quoted = match.title;
  }
  const again =
    undone || quoted === subject ? undefined : parseCommit({ sha, parents: [], author, message: quoted });
  return (
    again ?? { sha, author, type: 'revert', scope: undefined, description: subject, breaking: undefined }
  );
}

function unquote(title: string): { verb: string; title: string } | undefined {
  const match = /^(revert|reapply)\s+"(.*)"(?:\s+\(#\d+\))?$/is.exec(title.trim());
  return match?.[1] && match[2] !== undefined ? { verb: match[1].toLowerCase(), title: match[2] } : undefined;
}

function revertedBy({ message }: Commit): { sha: string; mainline?: string | undefined }[] {
  const body = message.slice(message.indexOf('\n') + 1 || message.length);
  const shas = (text = '') =>
    [...text.replace(/\([^()]*\)/g, ' ').matchAll(new RegExp(`\\b${SHA}\\b`, 'gi'))].map(([sha]) =>
      sha.toLowerCase(),
    );
  return [
    ...[...body.matchAll(REVERTS)].flatMap(([, named, mainline]) =>
      shas(named).map((sha) => ({ sha, mainline: mainline?.toLowerCase() })),
    ),
    ...[...body.matchAll(REFS)].flatMap(([, named]) => shas(named).map((sha) => ({ sha }))),
  ];
}

/** The merge itself and the commits that its mainline (by default its first parent) did not have. */
function broughtIn(
  merge: Commit,
  mainline: string | undefined,
  bySha: ReadonlyMap<string, Commit>,
): string[] {
  const kept = reach(mainline ?? merge.parents[0], bySha);
  return [...reach(merge.sha, bySha)].filter((sha) => !kept.has(sha));
}

function reach(start: string | undefined, bySha: ReadonlyMap<string, Commit>): Set<string> {
  const reached = new Set<string>();
  const queue = start === undefined ? [] : [start];
  for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
    const commit = bySha.get(sha);
    if (!commit || reached.has(sha)) continue;
    reached.add(sha);
    queue.push(...commit.parents);
  }
  return reached;
}

/** Looks a commit up by a prefix of at least seven digits; one that fits several names none. */
function indexByPrefix(commits: readonly Commit[]): (sha: string) => string | undefined {
  const bySeven = Map.groupBy(commits, (commit) => commit.sha.slice(0, 7));
  return (sha) => {
    const fitting = (bySeven.get(sha.slice(0, 7)) ?? []).filter((commit) => commit.sha.startsWith(sha));
    return fitting.length === 1 ? fitting[0]?.sha : undefined;
  };
}
