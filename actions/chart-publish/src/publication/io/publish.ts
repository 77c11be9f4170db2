import { ActionError } from '@go-actions/action-kit';
import { formatImageName, type ImageName, type Registry, type Signer } from '@go-actions/delivery';
import { tagOf } from '../../chart/chart.ts';
import { explainConflict, parsePublished } from '../published.ts';
import type { Package } from './package.ts';
import type { StagedChart } from './stage.ts';

export type ChartOutcome = { readonly digest: string; readonly changed: boolean };

type Publication = {
  readonly name: ImageName;
  readonly version: string;
  readonly made: Package;
  readonly staged: StagedChart;
};

/**
 * Pushes the chart by its digest, signs it unless it is signed, verifies the signature, and writes the tag, with which it is out.
 * A version that is out already is only signed where it is not.
 */
export async function publishChart(
  { name, version, made, staged }: Publication,
  { registry, signer }: { readonly registry: Registry; readonly signer: Signer | undefined },
): Promise<ChartOutcome> {
  const tag = tagOf(version);
  const readOurs = async () => {
    const found = await registry.readDigest(name, tag);
    if (found === undefined) return undefined;
    const published = parsePublished(await registry.readManifest(name, found));
    const conflict = explainConflict(`${formatImageName(name)}:${tag}`, published, made.digest);
    if (conflict)
      throw new ActionError(conflict, { remedy: 'A version is published once. Release the next one.' });
    return found;
  };

  const out = await readOurs();
  const digest = out ?? staged.digest;
  if (out === undefined && (await registry.readDigest(name, digest)) !== digest)
    await registry.pushLayout(staged.layout, name, digest);
  const signed = signer === undefined || (await ensureSigned(`${formatImageName(name)}@${digest}`, signer));
  // Another run may have published the version in the meantime.
  const now = out ?? (await readOurs());
  if (now === undefined) await registry.writeTag(name, digest, tag);
  else if (now !== digest)
    throw new ActionError(`Another run has published ${formatImageName(name)}:${tag} as ${now} meanwhile.`, {
      remedy: 'Run this job again: it goes on from there.',
    });
  return { digest, changed: out === undefined || !signed };
}

/** Whether it was signed already; afterwards it is, and verified. */
async function ensureSigned(reference: string, signer: Signer): Promise<boolean> {
  if (await signer.isSigned(reference)) return true;
  await signer.sign(reference);
  if (!(await signer.isSigned(reference)))
    throw new ActionError(`The registry does not have the signature of ${reference} by ${signer.signedBy}.`);
  return false;
}
