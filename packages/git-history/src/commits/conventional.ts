/** A commit as `git log` gives it. */
export type Commit = {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly message: string;
};

/** A commit that follows Conventional Commits 1.0.0. */
export type ConventionalCommit = {
  readonly sha: string;
  readonly author: string;
  /** Lower case: rule 15 makes everything but BREAKING CHANGE case-insensitive. */
  readonly type: string;
  readonly scope: string | undefined;
  readonly description: string;
  /** What breaks, in the author's words, when something does. */
  readonly breaking: string | undefined;
};

/** Rules 1 to 5 and 13: type, optional scope, optional `!`, then a colon *and a space*, then a description. */
const HEADER = /^([A-Za-z][\w-]*)(?:\(([^()\r\n]+)\))?(!)?:[ \t]+(\S.*)$/;
/** Rules 8, 12 and 16: at the start of a line, in capitals, followed by a colon and a space. */
const BREAKING = /^BREAKING[ -]CHANGE:[ \t]+(\S.*)$/;
/** The same with its text on the next line: git takes the space off the end of a line. */
const BREAKING_ALONE = /^BREAKING[ -]CHANGE:[ \t]*$/;
/** What `git commit --fixup` and `--squash` write; such commits are to be folded into others. */
const FOLDED = /^(fixup|squash|amend)! /;
/** release-please's footer, which says what no rule could: `Release-As: v1.0.0`. */
const RELEASE_AS = /^Release-As:[ \t]*(v?[0-9]\S*)[ \t]*$/im;

/** Reads one commit message; `undefined` when it does not follow the specification. */
export function parseCommit({ sha, author, message }: Commit): ConventionalCommit | undefined {
  const lineEnd = message.indexOf('\n');
  const header = (lineEnd < 0 ? message : message.slice(0, lineEnd)).trimEnd();
  const match = FOLDED.test(header) ? null : HEADER.exec(header);
  if (!match) return undefined;
  const [, type = '', scope, bang, description = ''] = match;
  // Most messages are done with here: their lines need not be looked at.
  const footer = message.includes('BREAKING') ? findBreakingFooter(message) : undefined;
  return {
    sha,
    author,
    type: type.toLowerCase(),
    scope,
    description,
    breaking: footer ?? (bang ? description : undefined),
  };
}

/** Whether a commit is to be folded into another one (`git commit --fixup`), so that it says nothing of its own. */
export function isFolded({ message }: Commit): boolean {
  return FOLDED.test(message);
}

/** The version that a commit's footer asks for, as it is written. */
export function findReleaseAs({ message }: Commit): string | undefined {
  const body = message.slice(message.indexOf('\n') + 1 || message.length);
  return RELEASE_AS.exec(body.replaceAll('\r', ''))?.[1];
}

/** A footer, or a line of the body, that stands after a blank line as rules 6 and 8 ask; its text runs to the next blank line or footer. */
function findBreakingFooter(message: string): string | undefined {
  const lines = message.replaceAll('\r', '').split('\n').slice(1);
  if ((lines[0] ?? '').trim() !== '') return undefined;
  const at = lines.findIndex(
    (line, index) =>
      BREAKING.test(line) || (BREAKING_ALONE.test(line) && (lines[index + 1] ?? '').trim() !== ''),
  );
  if (at < 0) return undefined;
  const end = lines.findIndex(
    (line, index) => index > at && (line.trim() === '' || /^[A-Za-z-]+(: | #)/.test(line)),
  );
  const [first = '', ...more] = lines.slice(at, end < 0 ? undefined : end);
  return [BREAKING.exec(first)?.[1] ?? '', ...more]
    .map((line) => line.trim())
    .join(' ')
    .trim();
}
