import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ActionError,
  type Conclusion,
  type Job,
  notice,
  setOutputs,
  writeSummary,
} from '@go-actions/action-kit';
import {
  type CommitSource,
  findLfsPointers,
  findLinksOutside,
  formatImageName,
  installProgram,
  installSigner,
  openCommitSource,
  openCommittedFolder,
  openRegistry,
  parseImageName,
} from '@go-actions/delivery';
import { updateCatalog } from './catalog/io/catalog-file.ts';
import { type ChartFile, parseChartFile, tagOf } from './chart/chart.ts';
import { openHelm } from './chart/io/helm.ts';
import { checkEverything } from './checks/io/checks.ts';
import type { Inputs } from './inputs.ts';
import { readPackage } from './publication/io/package.ts';
import { publishChart } from './publication/io/publish.ts';
import { stageChart } from './publication/io/stage.ts';
import { renderSummary } from './report.ts';

export { readInputs } from './inputs.ts';

/** Judges the chart in every environment; then packages, pushes, signs and verifies it, and adds it to the index. */
export async function main(inputs: Inputs, job: Job): Promise<Conclusion> {
  await using source = await openCommitSource(job);
  const chart = await openCommittedFolder(source, inputs.chart, 'chart');
  const file = await readChartFile(chart, inputs.chart);
  await refuseForeignFiles(source, chart);
  const name = parseImageName(`${inputs.registry}/${file.name}`);
  const version = inputs.version.text;

  const helm = await openHelm(await installProgram('helm', job), {
    scratch: source.scratch('helm'),
    committed: source.committed,
    signal: job.signal,
  });
  const checks = await checkEverything(inputs.checks, {
    chart,
    isLibrary: file.document.type === 'library',
    source,
    helm,
    job,
  });
  for (const remark of checks.remarks) notice(remark);
  const report = { name: formatImageName(name), version, checks };
  if (checks.problems.length > 0) {
    writeSummary(renderSummary({ ...report, dryRun: inputs.dryRun }));
    return { failure: `The chart is not published:\n${checks.problems.join('\n')}` };
  }

  const made = await readPackage(await helm.package(chart, version, inputs.appVersion), source.committed);
  setOutputs({ version });
  if (inputs.dryRun) {
    writeSummary(renderSummary({ ...report, dryRun: true }));
    return undefined;
  }
  const crane = await installProgram('crane', job);
  const registry = openRegistry(crane, job.signal);
  const signer = await installSigner(inputs.signing, source, job);
  const staged = await stageChart(made, {
    helm,
    crane,
    scratch: source.scratch('staged'),
    signal: job.signal,
  });
  const outcome = await publishChart({ name, version, made, staged }, { registry, signer });
  setOutputs({ digest: outcome.digest, reference: `${formatImageName(name)}@${outcome.digest}` });
  const indexed =
    inputs.index !== undefined &&
    (await updateCatalog(job.context.workspace, inputs.index, {
      name: file.name,
      version,
      chart: { ...file.document, ...(inputs.appVersion !== undefined && { appVersion: inputs.appVersion }) },
      digest: made.digest.replace('sha256:', ''),
      created: new Date(source.committed * 1_000).toISOString().replace('.000Z', 'Z'),
      url: `oci://${formatImageName(name)}:${tagOf(version)}`,
    }));
  writeSummary(renderSummary({ ...report, dryRun: false, outcome: { ...outcome, indexed } }));
  return undefined;
}

async function readChartFile(folder: string, input: string): Promise<ChartFile> {
  try {
    return parseChartFile(await readFile(join(folder, 'Chart.yaml'), 'utf8'));
  } catch (cause) {
    throw new ActionError(`\`chart\` is ${JSON.stringify(input)}, whose Chart.yaml cannot be read.`, {
      cause,
    });
  }
}

/** helm packs what links point to, wherever that is. */
async function refuseForeignFiles(source: CommitSource, chart: string): Promise<void> {
  const links = await findLinksOutside(source, chart);
  if (links.length > 0)
    throw new ActionError(`The chart has links that lead out of the repository: ${links.join(', ')}.`, {
      remedy: 'Commit the files themselves.',
    });
  const pointers = await findLfsPointers(source, chart);
  if (pointers.length > 0)
    throw new ActionError(
      `The chart has files of Git LFS, whose content is not in the commit: ${pointers.join(', ')}.`,
      { remedy: 'Commit the files themselves.' },
    );
}
