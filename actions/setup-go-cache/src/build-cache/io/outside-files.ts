import { statSync } from 'node:fs';
import { join } from 'node:path';
import { listCheckout } from '../../io/checkout-files.ts';
import { isBelow } from '../test-key.ts';

/** What the image of the runner brings, which is part of every key. */
const OF_THE_IMAGE = ['/usr', '/lib', '/lib64', '/bin', '/System', '/Library', '/Applications'];
/** Where `make install` puts things, and compilers look without being told. */
const INSTALLED = ['/usr/local/include', '/usr/local/lib/pkgconfig'];
const INSTALLED_LIBRARIES = '/usr/local/lib';
const LIBRARY = /\.(a|la|dylib|so)(\.[\d.]+)?$/;
/** What is older than a job can be was there before it. */
const JOB_MS = 6 * 3_600_000;

/**
 * The files outside of the checkout that compilers and linkers read, and that a step of this job may have written: those of the
 * folders that flags name, and what was installed below /usr/local meanwhile. Sorted.
 */
export function listOutside(named: readonly string[], workspace: string): string[] {
  const own = named.filter((path) => ![workspace, ...OF_THE_IMAGE].some((folder) => isBelow(path, folder)));
  const libraries = listCheckout(INSTALLED_LIBRARIES, { deep: false }).filter((name) => LIBRARY.test(name));
  const installed = [
    ...INSTALLED.flatMap(listBelow),
    ...libraries.map((name) => join(INSTALLED_LIBRARIES, name)),
  ].filter(isOfJob);
  return [...new Set([...own.flatMap(listBelow), ...installed])].sort();
}

const listBelow = (path: string): string[] => {
  const files = listCheckout(path).map((name) => join(path, name));
  return files.length > 0 ? files : [path];
};

function isOfJob(path: string): boolean {
  const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return time !== undefined && time > Date.now() - JOB_MS;
}
