import { existsSync } from 'node:fs';
import * as core from '@actions/core';

/** The file of the matchers that an action of ours has left to the job, and their owners. */
const VARIABLE = 'GO_ACTIONS_MATCHERS';

/**
 * Leaves problem matchers to the steps after this one: the runner turns lines of those into annotations, as the JSON in `file`
 * says. The toolkit has no call for it.
 */
export function addMatchers(file: string, owners: readonly string[]): void {
  core.exportVariable(VARIABLE, [...owners, file.replace(/[\r\n%]/g, '')].join(' '));
}

/**
 * Keeps the matchers of the job from the lines of this step: the runner would annotate a finding that we print, which has its
 * annotation already, and the ten of a step would be gone before its verdict (`OutputManager.cs`). Returns what puts them back.
 */
export function pauseMatchers(): () => void {
  const [owners] = readMatchers();
  for (const owner of owners) core.info(`::remove-matcher owner=${owner}::`);
  return () => {
    const [, file] = readMatchers();
    if (file && existsSync(file)) core.info(`::add-matcher::${file}`); // for a file that is gone the runner fails the step
  };
}

function readMatchers(): [owners: string[], file: string | undefined] {
  const [, owners = '', file] = /^((?:[\w-]+ )*)(\S.*)$/.exec(process.env[VARIABLE] ?? '') ?? [];
  return [owners.split(' ').filter(Boolean), file];
}
