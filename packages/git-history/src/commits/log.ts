import type { Commit } from './conventional.ts';

/** The format of `git log -z` that `parseLog` reads: names hold no line ends, messages no zero bytes. */
export const LOG_FORMAT = '--format=%H%n%P%n%an%n%B';

/** Reads the output of `git log -z` in `LOG_FORMAT`. */
export function parseLog(text: string): Commit[] {
  return text
    .split('\0')
    .filter(Boolean)
    .map((record) => {
      const afterSha = record.indexOf('\n');
      const afterParents = record.indexOf('\n', afterSha + 1);
      const afterAuthor = record.indexOf('\n', afterParents + 1);
      const parents = record.slice(afterSha + 1, afterParents);
      return {
        sha: record.slice(0, afterSha),
        parents: parents === '' ? [] : parents.split(' '),
        author: record.slice(afterParents + 1, afterAuthor),
        message: record.slice(afterAuthor + 1).trimEnd(),
      };
    });
}
