import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ActionError, eachLimited, info } from '@go-actions/action-kit';
import {
  type Attestation,
  formatImageName,
  type ImageName,
  type Registry,
  type Signer,
} from '@go-actions/delivery';
import type { AssembledImage } from '../../layout/assembly.ts';
import { writeBlobs } from '../../layout/io/layout-folder.ts';
import { formatPlatform } from '../../platform.ts';
import { describeBuild } from '../provenance.ts';
import { makeSbomReferrer } from '../referrer.ts';

/** An image with what is attached to it, ready to be pushed. */
export type Publication = {
  readonly name: ImageName;
  readonly image: AssembledImage;
  readonly layout: string;
  /** One for each platform, in the order of the images; empty when none are made. */
  readonly sboms: readonly string[];
  readonly provenance: string;
};

/** One writer for a subject at a time: without the referrers API of a registry they all write one tag. */
const SUBJECTS_AT_ONCE = 3;

/**
 * Attaches the SBOM of each platform to its manifest, provenance and signature to the index. What is there is not written again.
 * Without a signer the SBOMs are attached as they are, and there is no provenance: nobody would stand for it.
 */
export async function attach(
  { name, image, sboms, provenance }: Publication,
  signer: Signer | undefined,
  registry: Registry,
  scratch: string,
): Promise<void> {
  const at = (digest: string) => `${formatImageName(name)}@${digest}`;
  const subjects = image.images.flatMap(({ manifest, platform }, i) => {
    const predicate = sboms[i];
    return predicate === undefined ? [] : [{ subject: manifest.descriptor, platform, predicate }];
  });
  if (!signer) {
    for (const { subject, predicate } of subjects) {
      const { manifest, blobs } = makeSbomReferrer(subject, predicate);
      const layout = join(scratch, manifest.descriptor.digest.slice(-64));
      await writeBlobs(layout, manifest, blobs);
      await registry.pushLayout(layout, name, manifest.descriptor.digest);
    }
    return;
  }
  await eachLimited([...subjects, undefined], SUBJECTS_AT_ONCE, async (work) => {
    if (work) {
      const attestation = sbomAttestation(work.predicate);
      const reference = at(work.subject.digest);
      if (!(await signer.hasAttestation(reference, attestation))) await signer.attest(reference, attestation);
      info(`The SBOM of ${formatPlatform(work.platform)} is attached.`);
      return;
    }
    const reference = at(image.index.descriptor.digest);
    const attestation = provenanceAttestation(provenance);
    if (!(await signer.hasAttestation(reference, attestation))) await signer.attest(reference, attestation);
    if (!(await signer.isSigned(reference))) await signer.sign(reference);
    info('Provenance and signature are attached.');
  });
}

const sbomAttestation = (predicate: string): Attestation => {
  const ours: unknown = JSON.parse(predicate);
  return { type: 'spdxjson', predicate, isSame: (found) => isDeepStrictEqual(found, ours) };
};

/** That of an earlier run of the same workflow for the same commit says the same. */
const provenanceAttestation = (predicate: string): Attestation => {
  const ours = describeBuild(JSON.parse(predicate));
  return {
    type: 'slsaprovenance1',
    predicate,
    isSame: (found) => isDeepStrictEqual(describeBuild(found), ours),
  };
};

/** Reads back from the registry what was attached; anything that is missing or not ours is an ActionError. */
export async function verifyPublication(
  { name, image, sboms, provenance }: Publication,
  signer: Signer,
): Promise<void> {
  const at = (digest: string) => `${formatImageName(name)}@${digest}`;
  const index = at(image.index.descriptor.digest);
  const checks = [
    { what: `the signature of ${index}`, check: () => signer.isSigned(index) },
    {
      what: `the provenance of ${index}`,
      check: () => signer.hasAttestation(index, provenanceAttestation(provenance)),
    },
    ...sboms.map((predicate, i) => {
      const reference = at(image.images[i]?.manifest.descriptor.digest ?? '');
      return {
        what: `the SBOM of ${reference}`,
        check: () => signer.hasAttestation(reference, sbomAttestation(predicate)),
      };
    }),
  ];
  await eachLimited(checks, SUBJECTS_AT_ONCE, async ({ what, check }) => {
    if (!(await check())) throw new ActionError(`The registry does not have ${what} by ${signer.signedBy}.`);
  });
}
