import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conclusion,
  info,
  type Job,
  type JobContext,
  notice,
  setOutputs,
  warning,
  writeSummary,
} from '@go-actions/action-kit';
import {
  type CommitSource,
  formatImageName,
  installProgram,
  openCommitSource,
  openRegistry,
  openSigner,
} from '@go-actions/delivery';
import { discoverModules } from '@go-actions/go-project';
import { buildImage } from './builder/io/build.ts';
import type { Built } from './builder/io/setting.ts';
import { type InspectedImage, inspectImage } from './contents/io/inspect.ts';
import { formatProblem } from './contents/judgement.ts';
import { describeImage, listOverruled, readLicense } from './description.ts';
import type { Inputs, ScanInputs } from './inputs.ts';
import { type AssembledImage, assembleImage } from './layout/assembly.ts';
import { openLayout, writeLayout } from './layout/io/layout-folder.ts';
import { comparePlatforms, formatPlatform, isSamePlatform } from './platform.ts';
import { publish } from './publication/io/publish.ts';
import { renderProvenance } from './publication/provenance.ts';
import { type Report, renderSummary } from './report.ts';
import { renderSpdx } from './sbom/spdx.ts';
import { scanBinaries } from './scan/io/scan.ts';
import { judgeScan, type ScanVerdict } from './scan/verdict.ts';

export { readInputs } from './inputs.ts';

/** Builds and judges the image, and publishes it when nothing speaks against it; the tags come last. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  const { target, build } = inputs;
  const name = formatImageName(target.image);
  await using source = await openCommitSource(job);
  const registry = openRegistry(await installProgram('crane', job), job.signal);
  // Asked before the build: a registry that does not answer is told at once.
  if (!inputs.dryRun) await registry.listTags(target.image);

  const built = await buildImage(build, {
    source,
    image: target.image,
    version: target.version.text,
    workspace: job.context.workspace,
    temp: job.context.temp,
    registry,
    dryRun: inputs.dryRun,
    ko: () => installProgram('ko', job),
    signal: job.signal,
  });
  const inspected = await inspect(inputs, built, source);
  const report: Report = {
    name,
    version: target.version.text,
    platforms: build.platforms,
    dryRun: inputs.dryRun,
  };
  if ('problems' in inspected) {
    writeSummary(renderSummary({ ...report, problems: inspected.problems }));
    return { failure: `The image is not published:\n${inspected.problems.join('\n')}` };
  }

  const { images } = inspected;
  const assembled = assemble(images, built, inputs, source, job.context);
  const layout = source.scratch('image');
  await writeLayout(built.layout, layout, assembled);
  const sboms = inputs.sbom === 'off' ? [] : renderSboms(images, assembled, inputs, source);
  const sbomFolder = await writeSboms(sboms, assembled, source.commit, job.context.temp);
  const digest = assembled.index.descriptor.digest;
  setOutputs({
    digest,
    reference: `${name}@${digest}`,
    platforms: assembled.images.map(({ platform, manifest, config, layers }) => ({
      platform: formatPlatform(platform),
      digest: manifest.descriptor.digest,
      size: [config.descriptor, ...layers].reduce((sum, { size }) => sum + size, manifest.descriptor.size),
    })),
    sbom: sbomFolder ?? '',
  });

  const scan = inputs.scan.level === 'off' ? undefined : await scanImage(images, inputs.scan, job);
  const failed = (scan?.failing.length ?? 0) > 0;
  setOutputs({ scan: scan ? (failed ? 'failed' : 'passed') : 'off' });
  if (scan && failed) {
    writeSummary(renderSummary({ ...report, image: assembled, scan }));
    const ids = scan.failing.map(({ ids: [id], module, version }) => `${id} in ${module} ${version}`);
    return { failure: `The image is not published, it has vulnerable code: ${ids.join(', ')}.` };
  }
  if (inputs.dryRun) {
    writeSummary(renderSummary({ ...report, image: assembled, scan }));
    return undefined;
  }

  const signer =
    inputs.signing.how === 'off'
      ? undefined
      : await openSigner(await installProgram('cosign', job), inputs.signing, {
          scratch: source.scratch('signing'),
          serverUrl: job.context.serverUrl,
          signal: job.signal,
        });
  const provenance = renderProvenance(
    { ...job.context, commit: source.commit, workflowRef: inputs.workflowRef ?? job.context.repository },
    built.base,
  );
  const outcome = await publish(
    { name: target.image, image: assembled, layout, sboms, provenance },
    { version: target.version, tags: target.tags, base: built.base?.digest, verify: inputs.verify },
    { registry, signer, scratch: source.scratch('referrers'), signal: job.signal },
  );
  setOutputs({ 'image-tags': outcome.tags, 'signed-by': signer?.signedBy ?? '' });
  for (const { tag, reason } of outcome.leftOut) notice(`The tag ${tag} is left as it is: ${reason}.`);
  writeSummary(renderSummary({ ...report, image: assembled, scan, outcome }));
  return outcome.failure ? { failure: outcome.failure } : undefined;
}

type Inspection = { readonly images: readonly InspectedImage[] } | { readonly problems: readonly string[] };

/** Reads what was built, platform by platform in the order that was asked for. */
async function inspect({ build }: Inputs, { layout }: Built, source: CommitSource): Promise<Inspection> {
  const { images, attestations } = await openLayout(layout);
  if (attestations > 0) info(`${attestations} attestations of the builder are left out of the index.`);
  const found = images.map(({ config }) => config.platform);
  const mismatch = comparePlatforms(found, build.platforms);
  if (mismatch.length > 0) return { problems: mismatch };
  const { modules } = await discoverModules(source.root);
  const origin = { revision: source.commit, modules: modules.map(({ path }) => path) };
  const inspected: InspectedImage[] = [];
  for (const [i, platform] of build.platforms.entries()) {
    const image = images.find(({ config }) => isSamePlatform(config.platform, platform));
    if (!image) continue;
    const user = build.builder === 'ko' ? build.user : undefined;
    inspected.push(
      await inspectImage(layout, image, { platform, user, origin, scratch: source.scratch(`files-${i}`) }),
    );
  }
  const problems = inspected.flatMap((each) =>
    each.problems.map((problem) => formatProblem(each.platform, problem)),
  );
  return problems.length > 0 ? { problems } : { images: inspected };
}

function assemble(
  images: readonly InspectedImage[],
  { base }: Built,
  { target, labels }: Inputs,
  source: CommitSource,
  context: JobContext,
): AssembledImage {
  const annotations = describeImage(
    {
      version: target.version.text,
      revision: source.commit,
      committed: source.committed,
      source: `${context.serverUrl}/${context.repository}`,
      license: readLicense(context.event),
      base,
      goVersion: images[0]?.binaries.find(({ buildInfo }) => buildInfo)?.buildInfo?.goVersion,
    },
    labels,
  );
  const overruled = listOverruled(annotations, labels);
  if (overruled.length > 0)
    warning(`\`labels\` gives ${overruled.join(', ')}, which the commit and the version decide.`);
  return assembleImage(images, { annotations, created: source.committed, ofBase: base !== undefined });
}

function renderSboms(
  images: readonly InspectedImage[],
  assembled: AssembledImage,
  { target }: Inputs,
  { committed }: CommitSource,
): string[] {
  return assembled.images.map(({ platform, manifest }, i) =>
    renderSpdx(
      {
        image: formatImageName(target.image),
        version: target.version.text,
        platform,
        digest: manifest.descriptor.digest,
        created: committed,
      },
      images[i]?.software ?? [],
    ),
  );
}

/** Where later steps find them: outside of the clone, which goes away. */
async function writeSboms(
  sboms: readonly string[],
  { images }: AssembledImage,
  commit: string,
  temp: string,
): Promise<string | undefined> {
  if (sboms.length === 0) return undefined;
  const folder = join(temp, `sbom-${commit.slice(0, 12)}`);
  await mkdir(folder, { recursive: true });
  for (const [i, sbom] of sboms.entries()) {
    const platform = images[i]?.platform;
    if (platform)
      await writeFile(join(folder, `${formatPlatform(platform).replaceAll('/', '_')}.spdx.json`), sbom);
  }
  return folder;
}

async function scanImage(
  images: readonly InspectedImage[],
  scan: ScanInputs,
  job: Job,
): Promise<ScanVerdict> {
  const govulncheck = await installProgram('govulncheck', job);
  const binaries = images.flatMap((image) => image.binaries.filter(({ buildInfo }) => buildInfo));
  const found = await scanBinaries(govulncheck, binaries, { db: scan.db, signal: job.signal });
  if (scan.level === 'off') throw new Error('nothing to judge');
  const verdict = judgeScan(found, scan.level, scan.ignore, new Date());
  for (const remark of verdict.remarks) warning(remark);
  return verdict;
}
