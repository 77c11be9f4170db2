import { runByName } from './by-name.ts';
import { inRoot } from './root.ts';

/** `npm run bench [-- name …]`: ours and the peers, same work, same run, as ratios. */
export const command = (args: string[]): Promise<void> => runByName(inRoot('bench'), 'benchmark', args);
