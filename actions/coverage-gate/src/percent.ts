/** Covered statements out of all statements. */
export type Count = { readonly covered: number; readonly statements: number };

/** A percentage as an exact fraction: `87.5` is 875/10. `text` is what the user wrote. */
export type Percent = { readonly text: string; readonly numerator: bigint; readonly denominator: bigint };

/** Parses `80` or `87.25`. Throws `expected …`. */
export function parsePercent(text: string): Percent {
  const match = /^(\d{1,3})(?:\.(\d{1,15}))?%?$/.exec(text);
  if (match) {
    const [, whole = '', fraction = ''] = match;
    const percent = {
      text: text.replace('%', ''),
      numerator: BigInt(whole + fraction),
      denominator: 10n ** BigInt(fraction.length),
    };
    if (percent.numerator <= 100n * percent.denominator) return percent;
  }
  throw new Error('expected a percentage from 0 to 100, such as "80" or "87.5"');
}

export const isOff = (minimum: Percent): boolean => minimum.numerator === 0n;

/** Whether covered/statements is at least `minimum` percent, in exact arithmetic; without statements there is nothing to miss. */
export function meets({ covered, statements }: Count, minimum: Percent): boolean {
  return BigInt(covered) * 100n * minimum.denominator >= minimum.numerator * BigInt(statements);
}

/** How many more statements must be covered to meet `minimum`. */
export function missingFor({ covered, statements }: Count, minimum: Percent): number {
  const scale = 100n * minimum.denominator;
  const needed = (minimum.numerator * BigInt(statements) + scale - 1n) / scale;
  return Math.max(0, Number(needed) - covered);
}

/** Percent with two decimals, truncated and never rounded up: 99.999 is `99.99`. No statements: `0.00`, as `go test` has it. */
export function formatPercent({ covered, statements }: Count): string {
  if (statements === 0) return '0.00';
  const hundredths = (BigInt(covered) * 10_000n) / BigInt(statements);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

export function sumCounts(counts: Iterable<Count>): Count {
  let covered = 0;
  let statements = 0;
  for (const count of counts) {
    covered += count.covered;
    statements += count.statements;
  }
  return { covered, statements };
}
