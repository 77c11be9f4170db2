import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  ActionError,
  type Conclusion,
  escapeMarkdown,
  type Job,
  type JobContext,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { connectGitHub, type GitHub } from '@go-actions/github';
import { makeAssets } from './build/io/assets.ts';
import type { Inputs } from './inputs.ts';
import { describeNotes, renderNotes } from './notes/notes.ts';
import { describeOutputs } from './outputs.ts';
import { gatherFacts } from './plan/io/gather.ts';
import { type Manifest, readManifest, writeManifest } from './plan/io/manifest.ts';
import { planRelease } from './plan/plan.ts';
import { moveFloatingTags } from './publish/io/floating-tags.ts';
import { observe, publish } from './publish/io/publish.ts';
import { verifyRelease } from './publish/io/verify.ts';
import { renderPlan, renderPublished, renderRefusal } from './report/summary.ts';
import { openSource, type Source } from './source/io/source.ts';
import { parseTag, type Tag } from './version/tag.ts';

export { readInputs } from './inputs.ts';

/** Plans, builds, publishes and verifies the release of the pushed tag, or the phase of it that this job is for. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const tag = readTag(job.context);
  if (inputs.phase === 'verify') return verifyPublished(tag, inputs, job);
  if (inputs.phase === 'publish')
    return publishFrom(resolve(job.context.workspace, inputs.assetsDir ?? ''), tag, inputs, job);
  const prepared = await prepare(tag, inputs, job);
  return 'folder' in prepared && inputs.phase === 'all'
    ? publishFrom(prepared.folder, tag, inputs, job)
    : prepared.conclusion;
}

type Prepared =
  | { readonly conclusion: Conclusion }
  | { readonly conclusion: undefined; readonly folder: string };

/** Everything that needs the source: the plan and, unless that is all that is wanted, the assets. */
async function prepare(tag: Tag, inputs: Inputs, job: Job): Promise<Prepared> {
  await using source = await openSource(inputs.workingDirectory, job.context.sha, inputs.token, job);
  const facts = await gatherFacts(tag, source, inputs, job);
  const planned = planRelease(facts, inputs);
  const { plan, refusals, warnings } = planned;
  for (const { found, remedy } of warnings) warning(`${found}. ${remedy}`);
  if (refusals.length > 0) {
    writeSummary(renderRefusal(tag.name, refusals));
    return { conclusion: { failure: refusals.map(({ found, remedy }) => `${found}. ${remedy}`).join('\n') } };
  }
  const repository = repositoryUrl(job.context);
  const notes =
    inputs.notes === 'none' ? '' : renderNotes(describeNotes(plan, facts.reading.changes, repository));
  const manifest: Manifest = { plan, notes, describe: source.describe, assets: [] };
  setOutputs({ ...describeOutputs(manifest, repository), changed: false });
  writeSummary(renderPlan(planned, notes));
  if (inputs.phase === 'plan' || inputs.dryRun) return { conclusion: undefined };
  return { conclusion: undefined, folder: await build(manifest, source, inputs, job) };
}

/** The strict form is asked before anything else sees the name: git takes names such as `v1.0.0$(id)`. */
function readTag({ ref, refType, refName }: JobContext): Tag {
  const name = /^refs\/tags\/(.+)$/s.exec(ref)?.[1] ?? (refType === 'tag' ? refName : undefined);
  if (name === undefined) {
    throw new ActionError(`This run is for ${JSON.stringify(ref)}, which is no tag.`, {
      remedy: "Start the workflow with `on: push: tags: ['v*.*.*', '**/v*.*.*']`.",
    });
  }
  const tag = parseTag(name);
  if (tag) return tag;
  throw new ActionError(`The tag ${JSON.stringify(name.slice(0, 200))} is no release tag.`, {
    remedy:
      'Expected `v` and a version of SemVer 2.0.0, such as `v1.5.0` or `v1.5.0-rc.1`, or `folder/v1.5.0` for a module in a folder.',
  });
}

async function build(manifest: Manifest, source: Source, inputs: Inputs, job: Job): Promise<string> {
  const folder = inputs.assetsDir
    ? resolve(job.context.workspace, inputs.assetsDir)
    : await mkdtemp(join(job.context.temp, 'release-assets-'));
  const assets = await makeAssets(manifest.plan, source, inputs, folder, job);
  await writeManifest(folder, { ...manifest, assets });
  setOutputs({ assets, 'assets-dir': folder });
  return folder;
}

async function publishFrom(folder: string, tag: Tag, inputs: Inputs, job: Job): Promise<Conclusion> {
  const manifest = await readManifest(folder, { tag: tag.name, commit: job.context.sha });
  const { plan, notes, assets } = manifest;
  if (inputs.dryRun) {
    setOutputs({ ...describeOutputs(manifest, repositoryUrl(job.context)), changed: false });
    return undefined;
  }
  const github = connect(inputs, job);
  const desired = {
    tag: plan.tag,
    commit: plan.commit,
    prerelease: plan.prerelease,
    assets,
    latest: inputs.makeLatest,
  };
  const { release, changed } = await publish(github, desired, {
    folder,
    title: plan.tag,
    notes,
    signal: job.signal,
  });
  const verified = await verifyRelease(github, plan.tag, plan.commit);
  const { releases } = await observe(github, desired);
  const moved = await moveFloatingTags(github, inputs.floatingTags, tag, plan.commit, releases);
  const result = { url: verified.url, changed: changed || moved };
  setOutputs({
    ...describeOutputs(manifest, repositoryUrl(job.context)),
    changed: result.changed,
    'release-id': release.id,
    'release-url': result.url,
  });
  writeSummary(renderPublished(manifest, result));
  return undefined;
}

async function verifyPublished(tag: Tag, inputs: Inputs, job: Job): Promise<Conclusion> {
  const release = await verifyRelease(connect(inputs, job), tag.name, job.context.sha);
  setOutputs({ tag: tag.name, 'release-id': release.id, 'release-url': release.url, changed: false });
  writeSummary(
    `### Release\n\n✅ [${escapeMarkdown(tag.name)}](${release.url}) is published and complete: ${release.assets.length} assets.\n`,
  );
  return undefined;
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
