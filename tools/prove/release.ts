import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { proveBuildInfo } from './release/build-info.ts';
import { proveFaults } from './release/faults.ts';
import { proveStamps } from './release/stamps.ts';
import { proveVisibility } from './release/visibility.ts';

const PROOFS: Readonly<Record<string, (options: { every: number; seed: number }) => Promise<number>>> = {
  faults: proveFaults,
  'build-info': proveBuildInfo,
  stamps: proveStamps,
  visibility: proveVisibility,
};

/**
 * `npm run prove -- release [faults|build-info|stamps|visibility …] [--every 1] [--seed 1]`: a fault at every call of the
 * publisher in every world; the build-info reader against `go version -m` for every platform of Go; what several versions of
 * Go stamp into our binaries; which tags Go sees. `--every 5` takes each fifth case.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { every: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
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
    failures += (await PROOFS[name]?.({ every: Number(values.every), seed: Number(values.seed) })) ?? 0;
  }
  if (failures > 0) throw new ActionError(`${failures} cases failed.`);
}
