import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  ActionError,
  type Conclusion,
  escapeMarkdown,
  info,
  type Job,
  type JobContext,
  notice,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { connectGitHub, type GitHub } from '@go-actions/github';
import { listIgnoredFlags } from './build/closed-go.ts';
import { makeAssets } from './build/io/assets.ts';
import { type ClosedGo, openClosedGo } from './build/io/go-caches.ts';
import type { Inputs } from './inputs.ts';
import { primeMirror } from './mirror/io/lookup.ts';
import { completeNotes, describeNotes, renderNotes } from './notes/notes.ts';
import { describeOutputs } from './outputs.ts';
import { chooseDriver, chooseTags, readTag } from './plan/io/choose.ts';
import { gatherRelease, readLayout } from './plan/io/gather.ts';
import { type MadeRelease, type Manifest, readManifest, writeManifest } from './plan/io/manifest.ts';
import { makePlan, planRelease } from './plan/plan.ts';
import { moveFloatingTags } from './publish/io/floating-tags.ts';
import { observe } from './publish/io/publish.ts';
import { type PlannedPublication, publishAll } from './publish/io/release-set.ts';
import { verifyRelease } from './publish/io/verify.ts';
import { renderNothing, renderPlan, renderPublished, renderRefusal } from './report/summary.ts';
import { openSource, type Source } from './source/io/source.ts';
import { parseTag } from './version/tag.ts';

export { readInputs } from './inputs.ts';

/** Plans, builds, publishes and verifies the releases of a commit, or the phase of it that this job is for. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  if (chooseDriver(inputs.version, job.context) === 'tag') readTag(job.context);
  if (inputs.phase === 'verify') return verifyPublished(inputs, job);
  if (inputs.phase === 'publish')
    return publishFrom(resolve(job.context.workspace, inputs.assetsDir ?? ''), inputs, job);
  const prepared = await prepare(inputs, job);
  return 'folder' in prepared && inputs.phase === 'all'
    ? publishFrom(prepared.folder, inputs, job)
    : prepared.conclusion;
}

type Prepared =
  | { readonly conclusion: Conclusion }
  | { readonly conclusion: undefined; readonly folder: string };

/** Everything that needs the source: the plan and, unless that is all that is wanted, the assets. */
async function prepare(inputs: Inputs, job: Job): Promise<Prepared> {
  await using source = await openSource(inputs.place.workingDirectory, job.context.sha, inputs.token, job);
  await using go = await openClosedGo(inputs.runner.temp, inputs.build.cgo);
  const layout = readLayout(source, inputs.place.kind);
  const chosen = await chooseTags(source, layout, inputs, job);
  if (chosen.refusals.length > 0) return refuse('', chosen.refusals);
  const names = chosen.tags.map(({ tag }) => tag.name);
  const facts: Awaited<ReturnType<typeof gatherRelease>>[] = [];
  for (const { tag, module } of chosen.tags)
    facts.push(await gatherRelease({ tag, module, planned: names }, source, layout, inputs, go.env, job));
  const planned = facts.map((each) => planRelease(each, inputs.policy));

  const plan = makePlan(
    chosen.driver,
    chosen.because,
    planned.map((each) => each.plan),
  );
  for (const { found, remedy } of planned.flatMap(({ warnings }) => warnings)) warning(`${found}. ${remedy}`);
  for (const reason of planned.flatMap(({ unknown }) => unknown)) info(reason);
  const refusals = planned.flatMap((each) => each.refusals);
  if (refusals.length > 0) return refuse(names.join(', '), refusals);

  const repository = repositoryUrl(job.context);
  const releases: MadeRelease[] = planned.map((each, index) => ({
    plan: each.plan,
    notes:
      inputs.notes === 'own' && facts[index]
        ? renderNotes(describeNotes(each.plan, facts[index].reading, repository))
        : '',
    folder: planned.length > 1 ? each.plan.tag.replaceAll('/', '-') : '.',
    assets: [],
    reproduced: [],
    mirror: facts[index]?.mirrorUrl,
  }));
  const manifest: Manifest = { plan, describe: source.describe, releases };
  setOutputs({ ...describeOutputs(manifest, repository), changed: false });
  const isDry = isDryRun(inputs, job.context);
  writeSummary(
    planned.length === 0
      ? renderNothing(plan)
      : renderPlan(
          plan,
          planned,
          releases.map(({ notes }) => notes),
          isDry,
        ),
  );
  if (planned.length === 0) notice(`Nothing is released: ${chosen.because}.`);
  if (inputs.phase === 'plan' || isDry || planned.length === 0) return { conclusion: undefined };
  const built = facts.map((each) => each.built);
  return { conclusion: undefined, folder: await build(manifest, built, source, go, inputs, job) };
}

function refuse(what: string, refusals: Parameters<typeof renderRefusal>[1]): Prepared {
  writeSummary(renderRefusal(what, refusals));
  return { conclusion: { failure: refusals.map(({ found, remedy }) => `${found}. ${remedy}`).join('\n') } };
}

/** A pull request is never released, whatever its workflow asks for: it is shown what merging it would release. */
function isDryRun({ dryRun }: Inputs, { eventName }: JobContext): boolean {
  return dryRun || /^(pull_request|pull_request_target|merge_group)$/.test(eventName);
}

async function build(
  manifest: Manifest,
  mains: readonly (readonly Parameters<typeof makeAssets>[1][number][])[],
  source: Source,
  go: ClosedGo,
  inputs: Inputs,
  job: Job,
): Promise<string> {
  const ignored = listIgnoredFlags(inputs.runner.goflags);
  if (ignored.length > 0)
    warning(
      `GOFLAGS of this job (${ignored.join(' ')}) has no part in a release. Use the inputs of this action.`,
    );
  const folder = inputs.assetsDir
    ? resolve(job.context.workspace, inputs.assetsDir)
    : await mkdtemp(join(job.context.temp, 'release-assets-'));
  const releases: MadeRelease[] = [];
  for (const [index, release] of manifest.releases.entries()) {
    const own = join(folder, release.folder);
    const made = await makeAssets(
      release.plan,
      mains[index] ?? [],
      source,
      inputs.build,
      go,
      own,
      repositoryUrl(job.context),
      job,
    );
    releases.push({ ...release, ...made });
  }
  await writeManifest(folder, { ...manifest, releases });
  setOutputs({ assets: releases.flatMap(({ assets }) => assets), 'assets-dir': folder });
  return folder;
}

async function publishFrom(folder: string, inputs: Inputs, job: Job): Promise<Conclusion> {
  const tag = chooseDriver(inputs.version, job.context) === 'tag' ? readTag(job.context).name : undefined;
  const manifest = await readManifest(folder, { tag, commit: job.context.sha });
  if (isDryRun(inputs, job.context)) {
    setOutputs({ ...describeOutputs(manifest, repositoryUrl(job.context)), changed: false });
    return undefined;
  }
  const github = connect(inputs, job);
  const publications: PlannedPublication[] = [];
  for (const { plan, notes, assets, folder: own } of manifest.releases) {
    publications.push({
      desired: {
        tag: plan.tag,
        commit: plan.commit,
        prerelease: plan.prerelease,
        assets,
        notes: inputs.notes === 'github' ? await writeGitHubNotes(github, plan) : notes,
        latest: inputs.publish.makeLatest,
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
    const finished = await finish(github, made, inputs, result.changed);
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
  { publish: { floatingTags } }: Inputs,
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

async function verifyPublished(inputs: Inputs, job: Job): Promise<Conclusion> {
  const github = connect(inputs, job);
  for (const tag of await listTagsToVerify(github, inputs, job.context)) {
    const release = await verifyRelease(github, tag, job.context.sha);
    setOutputs({ tag, 'release-id': release.id, 'release-url': release.url, changed: false });
    writeSummary(
      `### Release\n\n✅ [${escapeMarkdown(tag)}](${release.url}) is published and complete: ${release.assets.length} assets.\n`,
    );
  }
  return undefined;
}

/** The tag of the run; for a branch the releases that were published for its commit. */
async function listTagsToVerify(github: GitHub, { version }: Inputs, context: JobContext): Promise<string[]> {
  if (chooseDriver(version, context) === 'tag') return [readTag(context).name];
  const own = (await github.listReleases()).filter(({ draft, target }) => !draft && target === context.sha);
  if (own.length > 0) return own.map(({ tag }) => tag);
  throw new ActionError(`No release was published for the commit ${context.sha.slice(0, 12)}.`, {
    remedy: 'Run the publishing job again: it goes on from what is there.',
  });
}

function connect(inputs: Inputs, { context, signal }: Job): GitHub {
  if (!inputs.token)
    throw new ActionError('`token` is empty.', { remedy: 'Leave it at its default, `github.token`.' });
  return connectGitHub({
    apiUrl: context.apiUrl,
    repository: context.repository,
    token: inputs.token,
    signal,
  });
}

function repositoryUrl({ serverUrl, repository }: JobContext): string {
  return `${serverUrl}/${repository}`;
}
