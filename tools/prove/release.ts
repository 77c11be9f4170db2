import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { proveApis } from './release/apis.ts';
import { proveBuildInfo } from './release/build-info.ts';
import { proveFaults } from './release/faults.ts';
import { proveHistories } from './release/histories.ts';
import { provePeer } from './release/peer.ts';
import { proveStamps } from './release/stamps.ts';
import { proveVisibility } from './release/visibility.ts';

type Options = {
  readonly every: number;
  readonly seed: number;
  readonly repository: readonly string[];
  readonly peers: string | undefined;
};

const PROOFS: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  faults: proveFaults,
  peer: provePeer,
  apis: proveApis,
  'build-info': proveBuildInfo,
  stamps: proveStamps,
  visibility: proveVisibility,
  histories: proveHistories,
};

/**
 * `npm run prove -- release [faults|peer|apis|build-info|stamps|visibility|histories …] [--every 1] [--seed 1] [--repository DIR …]
 * [--peers DIR]`: a fault at every call of the
 * publisher in every world; the same accidents beside semantic-release; pairs of packages against apidiff, one by one; the build-info reader against `go version -m` for every platform of Go; what several versions of
 * Go stamp into our binaries; which tags Go sees. `--every 5` takes each fifth case.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      every: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      repository: { type: 'string', multiple: true, default: [] },
      peers: { type: 'string' },
    },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(PROOFS);
  const unknown = names.filter((name) => !Object.hasOwn(PROOFS, name));
  if (unknown.length > 0)
    throw new ActionError(
      `Unknown proof ${unknown.join(', ')}; there are ${Object.keys(PROOFS).join(', ')}.`,
    );
  let failures = 0;
  for (const name of names) {
    console.log(`## ${name}\n`);
    failures +=
      (await PROOFS[name]?.({
        every: Number(values.every),
        seed: Number(values.seed),
        repository: values.repository,
        peers: values.peers,
      })) ?? 0;
  }
  if (failures > 0) throw new ActionError(`${failures} cases failed.`);
}
