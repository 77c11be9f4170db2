import type { Count } from '../percent.ts';

/** A colour from red over amber to green; only a full score is the full green. Readable on light and dark ground. */
export function heat({ covered, statements }: Count): string {
  const share = statements === 0 ? 1 : covered / statements;
  const hue = share === 1 ? 150 : Math.round(25 + 110 * share ** 1.4);
  return `oklch(0.76 0.11 ${hue})`;
}
