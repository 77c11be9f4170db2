import { ActionError, describeError, info } from '@go-actions/action-kit';
import { formatImageName, type Registry, type ReleaseVersion, type Signer } from '@go-actions/delivery';
import { listAliases, planTags, type TagPlan } from '../../tags/tags.ts';
import { explainConflict, planSteps } from '../publication.ts';
import { attach, type Publication, verifyPublication } from './attach.ts';

export type PublicationPlan = {
  readonly version: ReleaseVersion;
  readonly tags: 'auto' | readonly string[];
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
  { version, tags, base, verify }: PublicationPlan,
  { registry, signer, scratch, signal }: Means,
): Promise<Outcome> {
  const { name, image, layout } = publication;
  const { digest } = image.index.descriptor;
  const names = [version.text, ...listAliases(version, tags)];
  const readFree = () => refuseOthers(registry, publication, names, base);

  const exact = await readFree();
  const index = (await registry.readDigest(name, digest)) === digest;
  const steps = planSteps(digest, { exact, index });
  if (steps.includes('push')) await registry.pushLayout(layout, name, digest);
  if (steps.includes('attach')) await attach(publication, signer, registry, scratch);
  // What is out already is verified in any case: it is said to be signed.
  if (signer && (verify || !steps.includes('attach'))) await verifyPublication(publication, signer);
  // Minutes have passed: another run may have published the version.
  if (steps.includes('tag') && (await readFree()) === undefined)
    await registry.writeTag(name, digest, version.text);
  else info(`${formatImageName(name)}:${version.text} is published already, as the same image.`);

  // Listed only now: a higher version may have come out since the build began, and it stays what `latest` stands for.
  const plan = planTags(version, tags, await registry.listTags(name));
  const following = [...plan.aliases, ...plan.floating];
  const { moved, failure } = await moveTags(registry, publication, following, signal);
  const done = failure ? following.slice(0, following.indexOf(failure.tag)) : following;
  return {
    tags: [plan.exact, ...done],
    leftOut: plan.leftOut,
    changed: steps.length > 1 || moved,
    failure: failure && explainLeft(plan.exact, done, failure),
  };
}

type Failure = { readonly tag: string; readonly error: unknown };

/** Lets tags stand for the image one after another, up to the first that cannot be written. */
async function moveTags(
  registry: Registry,
  { name, image }: Publication,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly moved: boolean; readonly failure: Failure | undefined }> {
  const { digest } = image.index.descriptor;
  let moved = false;
  for (const tag of tags) {
    signal.throwIfAborted();
    try {
      if ((await registry.readDigest(name, tag)) === digest) continue;
      await registry.writeTag(name, digest, tag);
      moved = true;
    } catch (error) {
      signal.throwIfAborted();
      return { moved: true, failure: { tag, error } };
    }
  }
  return { moved, failure: undefined };
}

/** What the exact tag stands for; where it or another spelling of it stands for another image, nothing may be written. */
async function refuseOthers(
  registry: Registry,
  publication: Publication,
  names: readonly string[],
  base: string | undefined,
): Promise<string | undefined> {
  const { name, image } = publication;
  const { digest } = image.index.descriptor;
  const found: (string | undefined)[] = [];
  for (const tag of names) {
    const there = await registry.readDigest(name, tag);
    found.push(there);
    if (there === undefined || there === digest) continue;
    const publishedBase = await readBase(registry, publication, there);
    const reference = `${formatImageName(name)}:${tag}`;
    throw new ActionError(explainConflict({ reference, digest, base }, there, publishedBase) ?? '', {
      remedy: 'A version is published once. Release the next one.',
    });
  }
  return found[0];
}

function explainLeft(exact: string, done: readonly string[], { tag, error }: Failure): string {
  const others = done.length > 0 ? ` (${done.join(', ')} could)` : '';
  return `${exact} is published, but the tag ${tag} could not be moved${others}. Run this job again: it goes on from there.\n${describeError(error)}`;
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
