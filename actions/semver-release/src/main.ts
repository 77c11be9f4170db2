import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  ActionError,
  type Conclusion,
  counted,
  info,
  type Job,
  notice,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import { makeAssets } from './assets/io/assets.ts';
import { listIgnoredFlags } from './build/closed-go.ts';
import { type ClosedGo, openClosedGo } from './build/io/go-caches.ts';
import { proveLibrary } from './build/io/library.ts';
import { doubtRunner } from './build/toolchain.ts';
import type { Inputs } from './inputs.ts';
import { describeNotes, renderNotes } from './notes/notes.ts';
import { describeOutputs, isDryRun, repositoryUrl } from './outputs.ts';
import { chooseDriver, chooseTags, readTag } from './plan/io/choose.ts';
import { type GatheredRelease, gatherRelease } from './plan/io/gather.ts';
import { readLayout } from './plan/io/layout.ts';
import { type MadeRelease, type Manifest, writeManifest } from './plan/io/manifest.ts';
import { makePlan, planRelease } from './plan/plan.ts';
import { publishFrom, verifyPublished } from './publish/io/release.ts';
import { renderNothing, renderPlan, renderRefusal } from './report/summary.ts';
import { openSource, type Source } from './source/io/source.ts';

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
  doubtTags(source, inputs.phase === 'plan' || isDryRun(inputs, job.context));
  await using go = await openClosedGo(inputs.runner.temp, inputs.build.cgo);
  const layout = readLayout(source, inputs.place.kind);
  const chosen = await chooseTags(source, layout, inputs, job);
  if (chosen.refusals.length > 0) return refuse('', chosen.refusals);
  const names = chosen.tags.map(({ tag }) => tag.name);
  const facts: GatheredRelease[] = [];
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
    toolchain: facts[index]?.toolchain,
    mirror: facts[index]?.mirrorUrl,
  }));
  const manifest: Manifest = { plan, describe: source.describe, releases };
  setOutputs({ ...describeOutputs(manifest, repository), changed: false });
  const isDry = isDryRun(inputs, job.context);
  writeSummary(planned.length === 0 ? renderNothing(plan) : renderPlan(plan, planned, releases, isDry));
  if (planned.length === 0) notice(`Nothing is released: ${chosen.because}.`);
  if (inputs.phase === 'plan' || isDry || planned.length === 0) return { conclusion: undefined };
  const built = facts.map((each) => each.built);
  return { conclusion: undefined, folder: await build(manifest, built, source, go, inputs, job) };
}

/** A version that counts from tags nobody could ask for may be one that exists: a plan says so, a release is not made of no tag at all. */
function doubtTags({ hasAllTags, tags, commit }: Source, isPlan: boolean): void {
  if (hasAllTags) return;
  const known = tags.filter(({ place }) => place !== 'here');
  const found = `The tags of the remote are unknown: it did not answer, and the checkout has ${known.length === 0 ? 'none' : counted(known.length, 'release tag')} before ${commit.slice(0, 12)}.`;
  if (!isPlan && known.length === 0)
    throw new ActionError(found, { remedy: 'Give actions/checkout `fetch-depth: 0`.' });
  notice(found);
}

function refuse(what: string, refusals: Parameters<typeof renderRefusal>[1]): Prepared {
  writeSummary(renderRefusal(what, refusals));
  return { conclusion: { failure: refusals.map(({ found, remedy }) => `${found}. ${remedy}`).join('\n') } };
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
  const toolchain = manifest.releases.find((release) => release.toolchain)?.toolchain;
  if (toolchain && !inputs.runner.isHosted) notice(doubtRunner(toolchain));
  const folder = inputs.assetsDir
    ? resolve(job.context.workspace, inputs.assetsDir)
    : await mkdtemp(join(job.context.temp, 'release-assets-'));
  const releases: MadeRelease[] = [];
  for (const [index, release] of manifest.releases.entries()) {
    const own = join(folder, release.folder);
    const { module, mains: programs } = release.plan;
    if (module && programs.length === 0)
      await proveLibrary(join(source.root, module.dir), source, {
        tags: inputs.build.tags,
        env: go.env,
        strictness: inputs.policy.installCheck,
        signal: job.signal,
      });
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
