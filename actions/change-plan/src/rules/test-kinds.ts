import { posix } from 'node:path';
import type { Check } from '../checks.ts';
import type { SourceLine } from '../reads/claims.ts';
import type { Rule } from './rules.ts';

type Kind = {
  readonly check: Check;
  readonly name: RegExp;
  readonly tag: RegExp;
  readonly what: string;
};

const KINDS: readonly Kind[] = [
  { check: 'contract', name: /^func TestContract/, tag: /\bcontract\b/, what: '`TestContract…`' },
  { check: 'e2e', name: /^func TestE2E/, tag: /\be2e\b/, what: '`TestE2E…`' },
];

/** A check that has nothing to run in this repository, and the sentence that says so. */
export type AbsentCheck = { readonly check: Check; readonly why: string };

/**
 * Checks for which there is neither a test of their name nor a build tag. One that a rule of the user orders is not ours to call
 * absent: its job may run something else than Go tests.
 */
export function findAbsent(lines: readonly SourceLine[], rules: readonly Rule[]): AbsentCheck[] {
  const asked = new Set(rules.flatMap((rule) => rule.checks));
  return KINDS.filter((kind) => !asked.has(kind.check) && !lines.some((line) => declares(line, kind))).map(
    ({ check, what }) => ({
      check,
      why: `\`${check}\` is left out: no test is called ${what} and none has the build tag \`${check}\`.`,
    }),
  );
}

/** The folders with contract and end-to-end tests, and the checks that run those. */
export function findKinds(lines: readonly SourceLine[]): ReadonlyMap<string, readonly Check[]> {
  const byFolder = Map.groupBy(lines, ({ file }) => posix.dirname(file));
  const checksOf = (some: readonly SourceLine[]) =>
    KINDS.filter((kind) => some.some((line) => declares(line, kind))).map(({ check }) => check);
  return new Map([...byFolder].map(([dir, some]) => [dir, checksOf(some)]));
}

const declares = ({ text }: SourceLine, { name, tag }: Kind): boolean =>
  text.startsWith('func') ? name.test(text) : tag.test(text);
