import { ActionError, describeError, info } from '@go-actions/action-kit';
import { formatImageName, type Registry, type ReleaseVersion, type Signer } from '@go-actions/delivery';
import { planTags, type TagPlan } from '../../tags/tags.ts';
import { explainConflict, planSteps } from '../publication.ts';
import { attach, type Publication, verifyPublication } from './attach.ts';

export type PublicationPlan = {
  readonly version: ReleaseVersion;
  readonly tags: 'auto' | readonly string[];
  /** Every tag that the registry had before the build. */
  readonly existing: readonly string[];
  /** The digest of the base image, where it is known. */
  readonly base: string | undefined;
  readonly verify: boolean;
};

export type Outcome = {
  /** What stands for the image now, the version first. */
  readonly tags: readonly string[];
  readonly leftOut: TagPlan['leftOut'];
  /** Whether anything was written. */
  readonly changed: boolean;
  /** The release is out, and another tag could not be moved. */
  readonly failure: string | undefined;
};

type Means = {
  readonly registry: Registry;
  readonly signer: Signer | undefined;
  readonly scratch: string;
  readonly signal: AbortSignal;
};

/**
 * Pushes by digest, attaches, signs and verifies; then the version's own tag, with which the release is out, then the others.
 * A version that is out already is only read.
 */
export async function publish(
  publication: Publication,
  { version, tags, existing, base, verify }: PublicationPlan,
  { registry, signer, scratch, signal }: Means,
): Promise<Outcome> {
  const { name, image, layout } = publication;
  const { digest } = image.index.descriptor;
  const plan = planTags(version, tags, existing);
  const exact = await registry.readDigest(name, plan.exact);
  if (exact !== undefined && exact !== digest) {
    const publishedBase = await readBase(registry, publication, exact);
    const reference = `${formatImageName(name)}:${plan.exact}`;
    throw new ActionError(explainConflict({ reference, digest, base }, exact, publishedBase) ?? '', {
      remedy: 'A version is published once. Release the next one.',
    });
  }
  const index = (await registry.readDigest(name, digest)) === digest;
  const steps = planSteps(digest, { exact, index });
  if (steps.includes('push')) await registry.pushLayout(layout, name, digest);
  if (steps.includes('attach')) await attach(publication, signer, registry, scratch);
  if (signer && verify) await verifyPublication(publication, signer);
  if (steps.includes('tag')) await registry.writeTag(name, digest, plan.exact);
  else info(`${formatImageName(name)}:${plan.exact} is published already, as the same image.`);

  const moved: string[] = [];
  for (const tag of plan.floating) {
    signal.throwIfAborted();
    try {
      if ((await registry.readDigest(name, tag)) !== digest) {
        await registry.writeTag(name, digest, tag);
        moved.push(tag);
      }
    } catch (error) {
      const done = plan.floating.slice(0, plan.floating.indexOf(tag));
      signal.throwIfAborted();
      return {
        tags: [plan.exact, ...done],
        leftOut: plan.leftOut,
        changed: true,
        failure: `${plan.exact} is published, but the tag ${tag} could not be moved${done.length > 0 ? ` (${done.join(', ')} could)` : ''}. Run this job again: it goes on from there.\n${describeError(error)}`,
      };
    }
  }
  return {
    tags: [plan.exact, ...plan.floating],
    leftOut: plan.leftOut,
    changed: steps.length > 1 || moved.length > 0,
    failure: undefined,
  };
}

/** What the published image says that it was built on; it explains a conflict, no more. */
async function readBase(
  registry: Registry,
  { name }: Publication,
  digest: string,
): Promise<string | undefined> {
  try {
    const manifest = JSON.parse(await registry.readManifest(name, digest)) as {
      annotations?: Record<string, unknown>;
    };
    const base = manifest.annotations?.['org.opencontainers.image.base.digest'];
    return typeof base === 'string' ? base : undefined;
  } catch {
    return undefined; // it cannot be read: the conflict is told without it
  }
}
