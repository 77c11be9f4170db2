import { join } from 'node:path';
import {
  type Conclusion,
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
  installSigner,
  openCommitSource,
  openRegistry,
} from '@go-actions/delivery';
import { buildImage } from './builder/io/build.ts';
import type { Built } from './builder/io/setting.ts';
import type { InspectedImage } from './contents/io/inspect.ts';
import { inspectAll } from './contents/io/inspection.ts';
import { describeImage, listOverruled, readLicense } from './description.ts';
import type { Inputs } from './inputs.ts';
import { type AssembledImage, assembleImage } from './layout/assembly.ts';
import { writeLayout } from './layout/io/layout-folder.ts';
import { formatPlatform } from './platform.ts';
import { publish } from './publication/io/publish.ts';
import { renderProvenance } from './publication/provenance.ts';
import { type Report, renderSummary } from './report.ts';
import { writeSboms } from './sbom/io/sbom-folder.ts';
import { scanImages } from './scan/io/scan.ts';

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
  const inspected = await inspectAll(build, built, source);
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
  const sboms =
    inputs.sbom === 'off'
      ? undefined
      : await writeSboms(images, assembled, {
          image: name,
          version: target.version.text,
          created: source.committed,
          folder: join(job.context.temp, `sbom-${source.commit.slice(0, 12)}`),
        });
  const digest = assembled.index.descriptor.digest;
  setOutputs({
    digest,
    reference: `${name}@${digest}`,
    platforms: assembled.images.map(({ platform, manifest, config, layers }) => ({
      platform: formatPlatform(platform),
      digest: manifest.descriptor.digest,
      size: [config.descriptor, ...layers].reduce((sum, { size }) => sum + size, manifest.descriptor.size),
    })),
    sbom: sboms?.folder ?? '',
  });

  const scan = inputs.scan.level === 'off' ? undefined : await scanImages(images, inputs.scan, job);
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

  const signer = await installSigner(inputs.signing, source, job);
  const provenance = renderProvenance(
    { ...job.context, commit: source.commit, workflowRef: inputs.workflowRef ?? job.context.repository },
    built.base,
  );
  const outcome = await publish(
    { name: target.image, image: assembled, layout, sboms: sboms?.texts ?? [], provenance },
    { version: target.version, tags: target.tags, base: built.base?.digest, verify: inputs.verify },
    { registry, signer, scratch: source.scratch('referrers'), signal: job.signal },
  );
  setOutputs({ 'image-tags': outcome.tags, 'signed-by': signer?.signedBy ?? '' });
  for (const { tag, reason } of outcome.leftOut) notice(`The tag ${tag} is left as it is: ${reason}.`);
  writeSummary(renderSummary({ ...report, image: assembled, scan, outcome }));
  return outcome.failure ? { failure: outcome.failure } : undefined;
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
