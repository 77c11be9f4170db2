import { join } from 'node:path';
import {
  ActionError,
  type Conclusion,
  escapeMarkdown,
  info,
  type Job,
  type JobContext,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import { connectGitHub, type GitHub } from '@go-actions/github';
import type { Inputs } from '../../inputs.ts';
import { primeMirror } from '../../mirror/io/lookup.ts';
import { completeNotes } from '../../notes/notes.ts';
import { describeOutputs, isDryRun, repositoryUrl } from '../../outputs.ts';
import { chooseDriver, readTag } from '../../plan/io/choose.ts';
import { type MadeRelease, readManifest } from '../../plan/io/manifest.ts';
import { renderPublished } from '../../report/summary.ts';
import { parseTag } from '../../version/tag.ts';
import { moveFloatingTags } from './floating-tags.ts';
import { observe } from './publish.ts';
import { type PlannedPublication, publishAll } from './release-set.ts';
import { verifyRelease } from './verify.ts';

/** The inputs on which publishing depends: none of the build's. */
export type PublishChoices = Pick<Inputs, 'version' | 'publish' | 'notes' | 'token' | 'dryRun'>;

/** Publishes what `build` left in a folder: nothing of the repository is needed here, and nothing of it runs. */
export async function publishFrom(folder: string, choices: PublishChoices, job: Job): Promise<Conclusion> {
  const tag = chooseDriver(choices.version, job.context) === 'tag' ? readTag(job.context).name : undefined;
  const manifest = await readManifest(folder, { tag, commit: job.context.sha });
  if (isDryRun(choices, job.context)) {
    setOutputs({ ...describeOutputs(manifest, repositoryUrl(job.context)), changed: false });
    return undefined;
  }
  const github = connect(choices.token, job);
  const publications: PlannedPublication[] = [];
  for (const { plan, notes, assets, folder: own } of manifest.releases) {
    publications.push({
      desired: {
        tag: plan.tag,
        commit: plan.commit,
        wasPushed: manifest.plan.driver === 'tag',
        prerelease: plan.prerelease,
        assets,
        notes: choices.notes === 'github' ? await writeGitHubNotes(github, plan) : notes,
        latest: choices.publish.makeLatest,
        retractions: plan.retractions,
      },
      options: { folder: join(folder, own), title: plan.tag, signal: job.signal },
    });
  }
  const published = await publishAll(github, publications);
  let changed = false;
  for (const [index, made] of manifest.releases.entries()) {
    const result = published[index];
    if (!result) continue;
    const finished = await finish(github, made, choices.publish, result.changed);
    changed ||= finished.changed;
    writeSummary(renderPublished(made, finished));
  }
  const first = manifest.releases.findIndex(({ plan }) => plan.module?.dir === '.');
  const release = published.at(first)?.release;
  setOutputs({
    ...describeOutputs(manifest, repositoryUrl(job.context)),
    changed,
    'release-id': release?.id,
    'release-url': release?.url,
  });
  return undefined;
}

/** Reads a published release back, moves the floating tags, and tells the module mirror. */
async function finish(
  github: GitHub,
  { plan, mirror }: MadeRelease,
  { floatingTags }: Inputs['publish'],
  changed: boolean,
): Promise<{ url: string; changed: boolean }> {
  const verified = await verifyRelease(github, plan.tag, plan.commit);
  const tag = parseTag(plan.tag);
  const moved =
    tag !== undefined &&
    floatingTags !== 'none' &&
    (await moveFloatingTags(github, floatingTags, tag, plan.commit, (await observe(github, plan)).releases));
  if (plan.module && mirror !== undefined && changed) {
    const question = { module: plan.module.path, version: `v${plan.version}`, commit: plan.commit };
    const has = await primeMirror(mirror, question);
    info(
      `${new URL(mirror).host} ${has ? 'has' : 'does not have'} ${question.module}@${question.version}${has ? '' : ' yet'}.`,
    );
  }
  return { url: verified.url, changed: changed || moved };
}

/** GitHub's notes are asked for once: a release that is there keeps its own. */
async function writeGitHubNotes(github: GitHub, plan: MadeRelease['plan']): Promise<string> {
  const there = await github.getReleaseByTag(plan.tag);
  if (there && there.body.trim() !== '') return there.body;
  const notes = await github.generateNotes({
    tag_name: plan.tag,
    target_commitish: plan.commit,
    ...(plan.previous !== undefined && { previous_tag_name: plan.previous }),
  });
  return completeNotes(notes, plan);
}

/** Reads the releases of the run back, as everybody can see them. */
export async function verifyPublished(
  choices: Pick<Inputs, 'version' | 'token'>,
  job: Job,
): Promise<Conclusion> {
  const github = connect(choices.token, job);
  for (const tag of await listTagsToVerify(github, choices.version, job.context)) {
    const release = await verifyRelease(github, tag, job.context.sha);
    setOutputs({ tag, 'release-id': release.id, 'release-url': release.url, changed: false });
    writeSummary(
      `### Release\n\n✅ [${escapeMarkdown(tag)}](${release.url}) is published and complete: ${release.assets.length} assets.\n`,
    );
  }
  return undefined;
}

/** The tag of the run; for a branch the releases that were published for its commit. */
async function listTagsToVerify(
  github: GitHub,
  version: Inputs['version'],
  context: JobContext,
): Promise<string[]> {
  if (chooseDriver(version, context) === 'tag') return [readTag(context).name];
  const own = (await github.listReleases()).filter(({ draft, target }) => !draft && target === context.sha);
  if (own.length > 0) return own.map(({ tag }) => tag);
  throw new ActionError(`No release was published for the commit ${context.sha.slice(0, 12)}.`, {
    remedy: 'Run the publishing job again: it goes on from what is there.',
  });
}

function connect(token: string | undefined, { context, signal }: Job): GitHub {
  if (!token)
    throw new ActionError('`token` is empty.', { remedy: 'Leave it at its default, `github.token`.' });
  return connectGitHub({
    apiUrl: context.apiUrl,
    repository: context.repository,
    token,
    signal,
  });
}
