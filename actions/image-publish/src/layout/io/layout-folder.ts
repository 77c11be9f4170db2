import { createReadStream } from 'node:fs';
import { copyFile, link, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import type { AssembledImage, Blob } from '../assembly.ts';
import {
  type Descriptor,
  digestOf,
  type Image,
  isAttestation,
  isIndexType,
  isManifestType,
  parseImage,
  parseIndex,
  parseManifest,
} from '../layout.ts';

/** The images of an OCI layout, without the attestations that a builder put beside them. */
export type OpenLayout = {
  readonly images: readonly Image[];
  /** How many attestations are left out. */
  readonly attestations: number;
};

const DOCUMENT_LIMIT = 8 * 1024 * 1024;
const DEEPEST = 4;

/** Reads the one image, or the one index of images, in a folder. Anything else is an ActionError. */
export async function openLayout(folder: string): Promise<OpenLayout> {
  try {
    const top = await readDocument(join(folder, 'index.json'), DOCUMENT_LIMIT);
    // One image under several names is listed once for each of them.
    const named = new Map((await flatten(folder, parseIndex(top), 1)).map((each) => [each.digest, each]));
    const descriptors = [...named.values()];
    const images: Image[] = [];
    for (const descriptor of descriptors.filter((each) => !isAttestation(each))) {
      const manifest = parseManifest(await readBlob(folder, descriptor));
      images.push(parseImage(manifest, await readBlob(folder, manifest.config)));
    }
    return { images, attestations: descriptors.length - images.length };
  } catch (error) {
    if (error instanceof ActionError) throw error;
    throw new ActionError(`${folder} holds no image that can be read.`, {
      cause: error,
      remedy: 'Expected an OCI image layout: `oci-layout`, `index.json` and `blobs/`.',
    });
  }
}

/** Writes an assembled image as a layout of its own; layers are those of `from`. */
export async function writeLayout(
  from: string,
  to: string,
  { index, images }: AssembledImage,
): Promise<void> {
  await writeBlobs(
    to,
    index,
    images.flatMap(({ manifest, config }) => [manifest, config]),
  );
  const layers = new Map(images.flatMap((image) => image.layers.map((layer) => [layer.digest, layer])));
  for (const layer of layers.values()) await share(blobPath(from, layer), blobPath(to, layer));
}

/** Writes a layout whose only content is `top`, with the documents that it names. */
export async function writeBlobs(to: string, top: Blob, others: readonly Blob[]): Promise<void> {
  await mkdir(join(to, 'blobs', 'sha256'), { recursive: true });
  for (const { descriptor, text } of [top, ...others]) await writeFile(blobPath(to, descriptor), text);
  await writeFile(join(to, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(to, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top.descriptor] }));
}

/** A layer is large: it is linked where both folders are on one file system. */
async function share(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EXDEV' && code !== 'EPERM') throw error;
    await copyFile(from, to);
  }
}

export const openBlob = (folder: string, descriptor: Descriptor) =>
  createReadStream(blobPath(folder, descriptor));

/** An index within the index is what ko and buildx write; the images are at its end. */
async function flatten(
  folder: string,
  descriptors: readonly Descriptor[],
  depth: number,
): Promise<Descriptor[]> {
  if (depth > DEEPEST) throw new Error('expected an index that is not nested without end');
  const found: Descriptor[] = [];
  for (const descriptor of descriptors) {
    if (isIndexType(descriptor.mediaType))
      found.push(...(await flatten(folder, parseIndex(await readBlob(folder, descriptor)), depth + 1)));
    else if (isManifestType(descriptor.mediaType)) found.push(descriptor);
    else throw new Error(`expected images, and found ${descriptor.mediaType}`);
  }
  return found;
}

async function readBlob(folder: string, descriptor: Descriptor): Promise<string> {
  const text = await readDocument(blobPath(folder, descriptor), DOCUMENT_LIMIT);
  if (digestOf(text) !== descriptor.digest) throw new Error(`expected the content of ${descriptor.digest}`);
  return text;
}

async function readDocument(path: string, limit: number): Promise<string> {
  const stats = await lstat(path);
  if (!stats.isFile() || stats.size > limit)
    throw new Error(`expected ${path} to be a file of at most ${limit} bytes`);
  return readFile(path, 'utf8');
}

/** The digest has been read as one: it names no other folder. */
function blobPath(folder: string, { digest }: Descriptor): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return join(folder, 'blobs', algorithm, hex);
}
