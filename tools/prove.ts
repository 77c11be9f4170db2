import { runByName } from './by-name.ts';
import { inRoot } from './root.ts';

/** `npm run prove [-- name …]`: the long proofs, each printing its seed and a table. */
export const command = (args: string[]): Promise<void> => runByName(inRoot('tools/prove'), 'proof', args);
