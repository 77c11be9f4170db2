import { runByName } from './by-name.ts';
import { inRoot } from './root.ts';

/** `npm run bench [-- name …]`: ours and the peers, same work, same run, as ratios; `-- tables` writes them into the READMEs. */
export const command = ([name, ...rest]: string[]): Promise<void> =>
  name === 'tables'
    ? runByName(inRoot('bench/readme'), 'benchmark', ['tables', ...rest])
    : runByName(inRoot('bench'), 'benchmark', name === undefined ? [] : [name, ...rest]);
