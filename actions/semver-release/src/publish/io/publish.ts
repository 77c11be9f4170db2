import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ActionError, counted, eachLimited, formatBytes, info, warning } from '@go-actions/action-kit';
import { type GitHub, GitHubError, type Release } from '@go-actions/github';
import { finalBody, markBody, readMarker } from '../marker.ts';
import {
  type Desired,
  type Observed,
  type PlannedAsset,
  planId,
  planNextStep,
  type Step,
} from '../reconcile.ts';

export type PublishOptions = {
  /** Folder of the assets, by name. */
  readonly folder: string;
  readonly title: string;
  /** Between two looks after a failure; grows with each. Default 1 s. */
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
};

export type Published = {
  readonly release: Release;
  /** Whether anything had to be written. */
  readonly changed: boolean;
};

/** What this run has done so far and the lists of GitHub may not show yet. */
type Memory = { readonly created?: number | undefined; readonly latestWasSet?: boolean };

const FAILURES = 5;
const ROUNDS = 60;
const UPLOADS_AT_ONCE = 4;
const PAUSE_MS = 1_000;

/**
 * Brings GitHub from whatever is there to the published release: look, take the next step, look again. Every step may be
 * repeated, so that a crash anywhere is mended by running it again, and a finished release is left alone.
 */
export async function publish(github: GitHub, desired: Desired, options: PublishOptions): Promise<Published> {
  const { changed, step } = await proceed(github, desired, options, ({ do: next }) => next === 'finish');
  if (step.do !== 'finish') throw new Error(`The step ${step.do} is no end.`);
  if (step.warning !== undefined) warning(step.warning);
  return { release: step.release, changed };
}

/**
 * Brings the draft of one of several releases to the point where only the tag is missing, so that all of them are complete
 * before the first one is public. Says whether anything was written.
 */
export async function prepareDraft(
  github: GitHub,
  desired: Desired,
  options: PublishOptions,
): Promise<boolean> {
  const isReady = ({ do: next }: Step) => next === 'tag' || next === 'publish' || next === 'finish';
  return (await proceed(github, desired, options, isReady)).changed;
}

async function proceed(
  github: GitHub,
  desired: Desired,
  options: PublishOptions,
  isEnd: (step: Step) => boolean,
): Promise<{ changed: boolean; step: Step }> {
  let memory: Memory = {};
  let changed = false;
  for (let round = 0, failures = 0; round < ROUNDS; round++) {
    options.signal?.throwIfAborted();
    const step = planNextStep(desired, await observe(github, desired, memory));
    if (step.do === 'refuse') throw new ActionError(step.reason, { remedy: step.remedy });
    if (step.do === 'finish' || isEnd(step)) return { changed, step };
    try {
      memory = { ...memory, ...(await take(step, github, desired, options)) };
      changed = true;
    } catch (error) {
      if (!isWorthAnotherLook(error, step) || ++failures > FAILURES) throw error;
      info(`${(error as Error).message.split('\n')[0]} Looking again (${failures} of ${FAILURES}).`);
      await pause((options.pauseMs ?? PAUSE_MS) * 2 ** (failures - 1));
    }
  }
  throw new ActionError(`${desired.tag} did not settle after ${ROUNDS} steps.`, {
    remedy: 'Another run may be working on the same release: let it finish, then run this one again.',
  });
}

/** What is on GitHub now: its lists lag behind its writes, so the release is asked for by its tag and by its id as well. */
export async function observe(
  github: GitHub,
  { tag }: Pick<Desired, 'tag'>,
  { created, latestWasSet = false }: Memory = {},
): Promise<Observed> {
  const [tagCommit, listed, published, latest] = await Promise.all([
    github.getTagCommit(tag),
    github.listReleases(),
    github.getReleaseByTag(tag),
    github.getLatestRelease(),
  ]);
  const unlisted =
    created !== undefined && ![...listed, published].some((release) => release?.id === created);
  const own = unlisted ? await github.getRelease(created) : undefined;
  const fresh = [published, own].filter((release) => release !== undefined);
  const others = listed.filter((release) => !fresh.some(({ id }) => id === release.id));
  return { tagCommit, releases: [...others, ...fresh], latestId: latest?.id, latestWasSet };
}

async function take(
  step: Exclude<Step, { do: 'finish' | 'refuse' }>,
  github: GitHub,
  desired: Desired,
  options: PublishOptions,
): Promise<Memory> {
  const { tag, commit, prerelease, notes } = desired;
  const mark = { plan: planId(desired), commit };
  switch (step.do) {
    case 'create-draft': {
      const draft = await github.createRelease({
        tag_name: tag,
        target_commitish: commit,
        name: options.title,
        body: markBody(notes, mark),
        draft: true,
        prerelease,
      });
      info(`Created a draft for ${tag}.`);
      return { created: draft.id };
    }
    case 'mark-draft': {
      const { marker, notes: written } = readMarker(step.release.body);
      const text = marker || written.trim() === '' ? finalBody(step.release.body, notes) : written;
      const name = step.release.name || options.title;
      await github.updateRelease(step.release.id, {
        target_commitish: commit,
        name,
        body: markBody(text, mark),
        prerelease,
      });
      info(`Adopted the draft ${step.release.id} for ${tag}.`);
      return {};
    }
    case 'drop-drafts':
      for (const release of step.releases) await github.deleteRelease(release.id);
      info(`Removed ${counted(step.releases.length, 'left-over draft')} of ours.`);
      return {};
    case 'assets':
      for (const asset of step.remove) await github.deleteAsset(asset.id);
      await uploadAssets(github, step.release, step.upload, options.folder);
      return {};
    case 'mend':
      await github.updateRelease(step.release.id, step.fields);
      info(`Mended ${tag}: ${Object.keys(step.fields).join(', ')}.`);
      return {};
    case 'tag':
      await github.createTag(tag, commit);
      info(`Created the tag ${tag} at ${commit.slice(0, 12)}.`);
      return {};
    case 'publish':
      await github.updateRelease(step.release.id, {
        draft: false,
        target_commitish: commit,
        prerelease,
        body: finalBody(step.release.body, notes),
        make_latest: step.makeLatest ? 'true' : 'false',
      });
      info(`Published ${tag}.`);
      return {};
    case 'set-latest':
      await github.updateRelease(step.release.id, { make_latest: 'true' });
      info(`Made ${step.release.tag} the latest release.`);
      return { latestWasSet: true };
  }
}

/** Uploads side by side; the others finish when one fails, so that the next look sees them. */
export async function uploadAssets(
  github: GitHub,
  release: Release,
  assets: readonly PlannedAsset[],
  folder: string,
  atOnce = UPLOADS_AT_ONCE,
): Promise<void> {
  let done = 0;
  const failures: unknown[] = [];
  await eachLimited(assets, atOnce, async ({ name, size }) => {
    try {
      await github.uploadAsset(release, name, await readFile(join(folder, name)));
      done += 1;
      info(`Uploaded ${name} (${formatBytes(size)}, ${done} of ${assets.length}).`);
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}

/** Failures after which the world may have changed, or will: a lost answer, a busy server, another run that was quicker. */
function isWorthAnotherLook(error: unknown, step: Step): boolean {
  if (!(error instanceof GitHubError)) return error instanceof ActionError;
  if (error.kind === 'unavailable' || error.kind === 'already-exists') return true;
  return error.kind === 'not-found' && step.do !== 'create-draft' && step.do !== 'tag'; // a twin removed the draft
}
