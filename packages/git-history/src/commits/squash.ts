import type { Commit } from './conventional.ts';

/** How the body of a squashed commit is read: not at all, as one message a paragraph, or as one a bullet (GitHub's default). */
export type SquashMode = 'title' | 'paragraphs' | 'bullets';

const BULLET = /^[*-][ \t]+/;

/** The messages that a commit was squashed from, the commit itself first; all of them have its id and author. */
export function expandSquash(commit: Commit, mode: SquashMode): Commit[] {
  if (mode === 'title' || commit.parents.length > 1) return [commit];
  const body = commit.message.replaceAll('\r', '').split('\n').slice(1);
  const parts = mode === 'paragraphs' ? paragraphsOf(body) : bulletsOf(body);
  return [commit, ...parts.map((message) => ({ ...commit, message }))];
}

function paragraphsOf(lines: readonly string[]): string[] {
  return lines
    .join('\n')
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

function bulletsOf(lines: readonly string[]): string[] {
  const bullets: string[][] = [];
  for (const line of lines) {
    if (BULLET.test(line)) bullets.push([line.replace(BULLET, '')]);
    else bullets.at(-1)?.push(line);
  }
  return bullets.map((bullet) => bullet.join('\n').trim());
}
