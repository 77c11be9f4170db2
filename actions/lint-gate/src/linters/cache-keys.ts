import { isDefaultBranchRun, type JobContext } from '@go-actions/action-kit';
import { goMinor } from '@go-actions/tool-install';
import type { Linter } from './linter.ts';

/** How entries are packed; part of what a cache entry must match. */
export const CACHE_FORMAT = 'lint-gate 1';

export type CacheFacts = { readonly mode: string } & Pick<
  JobContext,
  'eventName' | 'refType' | 'refName' | 'defaultBranch'
>;

/** ACTIONS_CACHE_MODE is the runner's word: none, read, write or write-only; empty or unknown is no limit. */
export const mayRead = ({ mode }: CacheFacts): boolean => mode !== 'none' && mode !== 'write-only';

/**
 * Only the default branch saves: other branches restore from it and cannot push its entries out. Without the branch's name
 * in the event (local engines) every pushed branch counts; the service still refuses tokens that may not write.
 */
export const maySave = (facts: CacheFacts): boolean =>
  facts.mode !== 'none' && facts.mode !== 'read' && isDefaultBranchRun(facts, true);

/** The key of a built program. */
export const toolKey = (linter: Linter): string => `lint-gate-tool-${describe(linter)}`;

/** The key under which the default branch records a built program's sha256. */
export const digestKey = (linter: Linter): string => `lint-gate-digest-${describe(linter)}`;

/**
 * The keys of what a linter learned about packages. Never shared between versions of the linter or Go minors; a change of the
 * configuration or the dependencies restores the nearest older entry, since the linter itself checks each fact.
 */
export function factsKeys(
  linter: Linter,
  hashes: { config: string; sums: string; tree: string },
): { key: string; prefixes: string[] } {
  const own = `lint-gate-facts-${describe(linter)}-`;
  const { config, sums, tree } = hashes;
  return {
    key: `${own}${config}-${sums}-${tree}`,
    prefixes: [`${own}${config}-${sums}-`, `${own}${config}-`, own],
  };
}

const describe = ({ name, version, goVersion, os, arch }: Linter): string =>
  `${name}-${version}-${goMinor(goVersion)}-${os}-${arch}`;
