import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Artifact } from '@actions/artifact';
import {
  ActionError,
  type Conclusion,
  formatBytes,
  group,
  info,
  type Job,
  printForeign,
  setOutputs,
} from '@go-actions/action-kit';
import { MAX_BYTES } from '@go-actions/zip';
import type { Inputs } from './inputs.ts';
import { download, findArtifacts, MISSING, upload } from './io/artifact.ts';
import { preparePlace } from './io/place.ts';
import { stageFiles } from './io/stage.ts';
import { unpack } from './io/unpack.ts';
import { digestFiles, renderManifest, type SentFile } from './manifest.ts';

export { readInputs } from './inputs.ts';

/** Sends files as an artifact and says its digest, or receives one and compares the digest before anything is in place. */
export async function main(inputs: Inputs, { context }: Job): Promise<Conclusion> {
  const scratch = await mkdtemp(join(context.temp, 'handoff-'));
  try {
    if (inputs.mode === 'put') await put(inputs, context.workspace, scratch);
    else await get(inputs, context, scratch);
    return undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function put(
  inputs: Extract<Inputs, { mode: 'put' }>,
  workspace: string,
  scratch: string,
): Promise<void> {
  const files = await stageFiles(inputs.paths, workspace, scratch);
  await group('Upload', () => upload(inputs.name, scratch, inputs.retentionDays));
  const digest = digestFiles(files);
  report(`Put ${describe(files)} as ${inputs.name}`, digest, files);
  setOutputs({ digest });
}

async function get(
  inputs: Extract<Inputs, { mode: 'get' }>,
  context: Job['context'],
  scratch: string,
): Promise<void> {
  const artifacts = await group('Find', () => findArtifacts(inputs.name));
  if (artifacts.length === 0)
    throw new ActionError(
      `\`name\` is "${inputs.name}"; no artifact of this run has a name that starts with that.`,
      { remedy: MISSING },
    );
  const several = inputs.name.endsWith('*');
  const place = await preparePlace(inputs.path, context.workspace, context.temp);
  try {
    const files: SentFile[] = [];
    for (const artifact of artifacts) {
      const folder = several ? artifact.name : '.';
      const unpacked = await receive(artifact, join(place.staging, folder), scratch);
      files.push(...unpacked.map((file) => (several ? { ...file, path: `${folder}/${file.path}` } : file)));
    }
    const digest = digestFiles(files);
    if (inputs.digest !== undefined && digest !== inputs.digest) {
      throw new ActionError(
        `${inputs.name} is not what was put: expected ${inputs.digest}, found ${digest}.`,
        {
          remedy:
            'Somebody else wrote it, or the output belongs to another step or attempt: re-run all jobs. Nothing was placed.',
        },
      );
    }
    await place.commit();
    report(`Got ${describe(files)} from ${artifacts.map(({ name }) => name).join(', ')}`, digest, files);
    if (inputs.digest === undefined) info('The digest was not compared (`digest: unverified`).');
    // Slashes on Windows, too: the path is a good beginning of a glob.
    setOutputs({ digest, path: place.target.replaceAll(sep, '/') });
  } finally {
    await rm(place.staging, { recursive: true, force: true });
  }
}

async function receive(artifact: Artifact, folder: string, scratch: string): Promise<SentFile[]> {
  // The service says the size of the zip file; what is in it is bounded while it is unpacked.
  if (artifact.size > MAX_BYTES) throw new ActionError(`${artifact.name} is larger than ${MAX_BYTES} bytes.`);
  const archive = await mkdtemp(join(scratch, 'archive-'));
  const zip = await group(`Fetch ${artifact.name}`, () => download(artifact, archive));
  await mkdir(folder, { recursive: true });
  try {
    return await unpack(zip, folder);
  } catch (cause) {
    throw new ActionError(`${artifact.name} cannot be unpacked, and nothing of it was placed.`, { cause });
  }
}

function report(sentence: string, digest: string, files: readonly SentFile[]): void {
  info(`${sentence}: ${digest}`);
  printForeign(renderManifest(files));
}

function describe(files: readonly SentFile[]): string {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return `${files.length === 1 ? '1 file' : `${files.length} files`} (${formatBytes(bytes)})`;
}
