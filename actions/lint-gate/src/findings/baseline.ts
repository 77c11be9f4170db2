import { CHECK_NAMES } from '../checks/index.ts';
import type { Outcome } from '../run/outcome.ts';
import { type FindingIdentity, identityKey } from './identity.ts';

/** Accepted findings of one identity; `message` is for people and plays no part. */
export type Accepted = FindingIdentity & { readonly count: number; readonly message: string };

export type Baseline = readonly Accepted[];

const FORMAT = 1;

/** The file's text: sorted, one finding a line, so that it merges and reads well in reviews. */
export function renderBaseline(baseline: Baseline): string {
  const sorted = [...baseline].sort((a, b) => (identityKey(a) < identityKey(b) ? -1 : 1));
  const lines = sorted.map(({ module, file, check, rule, text, count, message }) =>
    JSON.stringify({ module, file, check, rule, text, count, message }),
  );
  return `{\n  "format": ${FORMAT},\n  "findings": [${lines.map((line) => `\n    ${line}`).join(',')}${lines.length > 0 ? '\n  ' : ''}]\n}\n`;
}

/** Throws one sentence that says what is wrong and where. */
export function parseBaseline(text: string): Baseline {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Error(`it is not JSON (${(error as Error).message})`);
  }
  const { format, findings } = (data ?? {}) as { format?: unknown; findings?: unknown };
  if (format !== FORMAT)
    throw new Error(`its format is ${JSON.stringify(format)}, and this release reads ${FORMAT}`);
  if (!Array.isArray(findings)) throw new Error('it has no list `findings`');
  return findings.map((entry: unknown, i) => {
    const {
      module,
      file,
      check,
      rule,
      text: hash,
      count,
      message,
    } = (entry ?? {}) as Record<string, unknown>;
    const words = { module, file, check, rule, text: hash, message };
    const wrong = Object.entries(words).find(([, value]) => typeof value !== 'string')?.[0];
    if (wrong) throw new Error(`finding ${i + 1} has no text \`${wrong}\``);
    if (!CHECK_NAMES.some((name) => name === check))
      throw new Error(`finding ${i + 1} is of an unknown check ${JSON.stringify(check)}`);
    if (!Number.isInteger(count) || (count as number) < 1)
      throw new Error(`finding ${i + 1} has no positive \`count\``);
    return { ...(words as FindingIdentity & { message: string }), count: count as number };
  });
}

/** Collects findings into entries, one for each identity. */
export function collectBaseline(
  findings: readonly { readonly identity: FindingIdentity; readonly message: string }[],
): Baseline {
  const entries = new Map<string, Accepted>();
  for (const { identity, message } of findings) {
    const key = identityKey(identity);
    const known = entries.get(key);
    const first = message.split('\n')[0] ?? '';
    entries.set(
      key,
      known ? { ...known, count: known.count + 1 } : { ...identity, count: 1, message: first },
    );
  }
  return [...entries.values()];
}

/**
 * Entries that nothing matches any more, so that the file can shrink. Only entries of checks that gave a result in their
 * module count: what was not looked for is not gone.
 */
export function findStale(
  baseline: Baseline,
  present: ReadonlyMap<string, number>,
  outcomes: readonly Outcome[],
): Baseline {
  const answered = new Set(
    outcomes
      .filter(({ problem, skipped }) => !problem && !skipped)
      .map(({ check, module }) => `${check}\0${module}`),
  );
  return baseline
    .filter(({ check, module }) => answered.has(`${check}\0${module}`))
    .map((entry) => ({ ...entry, count: entry.count - (present.get(identityKey(entry)) ?? 0) }))
    .filter(({ count }) => count > 0);
}
