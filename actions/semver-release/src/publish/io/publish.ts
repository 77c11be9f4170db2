import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ActionError, formatBytes, info } from '@go-actions/action-kit';
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
  readonly notes: string;
  /** Between two looks after a failure; grows with each. Default 1 s. */
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
};

export type Published = {
  readonly release: Release;
  /** Whether anything had to be written. */
  readonly changed: boolean;
};

const FAILURES = 5;
const ROUNDS = 60;
const UPLOADS_AT_ONCE = 4;
const PAUSE_MS = 1_000;

/**
 * Brings GitHub from whatever is there to the published release: look, take the next step, look again. Every step may be
 * repeated, so that a crash anywhere is mended by running it again, and a finished release is left alone.
 */
export async function publish(github: GitHub, desired: Desired, options: PublishOptions): Promise<Published> {
  const session = { changed: false, created: undefined as number | undefined, latestWasSet: false };
  for (let round = 0, failures = 0; round < ROUNDS; round++) {
    options.signal?.throwIfAborted();
    const step = planNextStep(desired, await observe(github, desired, session));
    if (step.do === 'finish') return { release: step.release, changed: session.changed };
    if (step.do === 'refuse') throw new ActionError(step.reason, { remedy: step.remedy });
    try {
      await take(step, github, desired, options, session);
      session.changed = true;
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

/** What is on GitHub now. */
export async function observe(
  github: GitHub,
  desired: Pick<Desired, 'tag'>,
  session: { readonly created?: number | undefined; readonly latestWasSet: boolean } = {
    latestWasSet: false,
  },
): Promise<Observed> {
  const [tagCommit, releases, latest] = await Promise.all([
    github.getTagCommit(desired.tag),
    github.listReleases(),
    github.getLatestRelease(),
  ]);
  // GitHub's lists lag behind its writes: without this look a second draft would be made.
  const unlisted =
    session.created !== undefined && !releases.some((release) => release.id === session.created);
  const created =
    unlisted && session.created !== undefined ? await github.getRelease(session.created) : undefined;
  return {
    tagCommit,
    releases: created ? [...releases, created] : releases,
    latestId: latest?.id,
    latestWasSet: session.latestWasSet,
  };
}

type Session = { created: number | undefined; latestWasSet: boolean };

async function take(
  step: Exclude<Step, { do: 'finish' | 'refuse' }>,
  github: GitHub,
  desired: Desired,
  options: PublishOptions,
  session: Session,
): Promise<void> {
  const { tag, commit, prerelease } = desired;
  const mark = { plan: planId(desired), commit };
  switch (step.do) {
    case 'create-draft': {
      const body = markBody(options.notes, mark);
      const draft = await github.createRelease({
        tag_name: tag,
        target_commitish: commit,
        name: options.title,
        body,
        draft: true,
        prerelease,
      });
      session.created = draft.id;
      info(`Created a draft for ${tag}.`);
      break;
    }
    case 'mark-draft': {
      const { marker, notes } = readMarker(step.release.body);
      const text = marker || notes.trim() === '' ? finalBody(step.release.body, options.notes) : notes;
      const name = step.release.name || options.title;
      await github.updateRelease(step.release.id, {
        target_commitish: commit,
        name,
        body: markBody(text, mark),
        prerelease,
      });
      info(`Adopted the draft ${step.release.id} for ${tag}.`);
      break;
    }
    case 'drop-drafts':
      for (const release of step.releases) await github.deleteRelease(release.id);
      info(
        `Removed ${step.releases.length} left-over ${step.releases.length === 1 ? 'draft' : 'drafts'} of ours.`,
      );
      break;
    case 'assets':
      for (const asset of step.remove) await github.deleteAsset(asset.id);
      await uploadAssets(github, step.release, step.upload, options.folder);
      break;
    case 'tag':
      await github.createTag(tag, commit);
      info(`Created the tag ${tag} at ${commit.slice(0, 12)}.`);
      break;
    case 'publish': {
      const body = finalBody(step.release.body, options.notes);
      await github.updateRelease(step.release.id, {
        draft: false,
        prerelease,
        body,
        make_latest: step.makeLatest ? 'true' : 'false',
      });
      info(`Published ${tag}.`);
      break;
    }
    case 'set-latest':
      session.latestWasSet = true;
      await github.updateRelease(step.release.id, { make_latest: 'true' });
      info(`Made ${step.release.tag} the latest release.`);
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
  const queue = [...assets];
  const failures: unknown[] = [];
  let done = 0;
  const worker = async () => {
    for (let asset = queue.shift(); asset; asset = queue.shift()) {
      try {
        await github.uploadAsset(release, asset.name, await readFile(join(folder, asset.name)));
        done += 1;
        info(`Uploaded ${asset.name} (${formatBytes(asset.size)}, ${done} of ${assets.length}).`);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, assets.length) }, worker));
  if (failures.length > 0) throw failures[0];
}

/** Failures after which the world may have changed, or will: a lost answer, a busy server, another run that was quicker. */
function isWorthAnotherLook(error: unknown, step: Step): boolean {
  if (!(error instanceof GitHubError)) return error instanceof ActionError;
  if (error.kind === 'unavailable' || error.kind === 'already-exists') return true;
  return error.kind === 'not-found' && step.do !== 'create-draft' && step.do !== 'tag'; // a twin removed the draft
}
