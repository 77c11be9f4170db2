/** What a plan can order, in the order of the outputs. */
export const CHECKS = ['lint', 'unit', 'contract', 'generate', 'build', 'e2e'] as const;

export type Check = (typeof CHECKS)[number];

/** The given checks without repetition, in the order of `CHECKS`. */
export function sortChecks(checks: Iterable<Check>): Check[] {
  const wanted = new Set(checks);
  return CHECKS.filter((check) => wanted.has(check));
}
