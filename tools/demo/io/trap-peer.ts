import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NOBODY, type Peers, type Setting } from './peers.ts';

/** Where code of a hostile checkout would leave its mark: beside the work tree, which no workflow of ours reads. */
export const trapOf = (workTree: string): string => join(dirname(workTree), 'trap');

/** Tells what of a hostile checkout has run. */
export async function startTrapPeer({ checkout }: Setting): Promise<Peers> {
  return {
    ...NOBODY,
    readFacts: async () => {
      const ran = (await readFile(trapOf(checkout.dir), 'utf8').catch(() => '')).trim(); // nothing has written to it
      const found = [...new Set(ran.split('\n').filter(Boolean))].join(', ');
      return [
        { what: 'Code of the checkout that ran in place of ours', found: found || 'none', ok: found === '' },
      ];
    },
  };
}
