import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ActionError } from '@go-actions/action-kit';
import type { Header } from 'tar-stream';
import { openBlob } from '../../layout/io/layout-folder.ts';
import type { Descriptor, Image } from '../../layout/layout.ts';
import { applyLayer, type ImageTree, type LayerEntry, type TreeEntry } from '../tree.ts';

const ELF = 0x7f454c46;
/** Text files that the checks read. */
const READ =
  /^(etc\/passwd|var\/lib\/dpkg\/status\.d\/[^/]+|var\/lib\/dpkg\/status|(usr\/)?lib\/apk\/db\/installed|(etc|usr\/lib)\/os-release)$/;
const MOST_ENTRIES = 500_000;
const MOST_BYTES = 16 * 1024 ** 3;

/**
 * The files of an image after all of its layers. Executables and the few text files that are read are stored in `scratch`,
 * outside of any path that the image names. A layer that is not what its digests say is an ActionError.
 */
export async function unpackImage(layout: string, image: Image, scratch: string): Promise<ImageTree> {
  const { layers } = image.manifest;
  const { diffIds } = image.config;
  if (layers.length !== diffIds.length)
    throw new ActionError(
      `The image has ${layers.length} layers, and its configuration names ${diffIds.length}.`,
    );
  await mkdir(scratch, { recursive: true });
  const store = { scratch, count: 0 };
  let tree: ImageTree = new Map();
  for (const [i, layer] of layers.entries())
    tree = applyLayer(tree, await readLayer(layout, layer, diffIds[i] ?? '', store));
  return tree;
}

type Store = { readonly scratch: string; count: number };

async function readLayer(
  layout: string,
  layer: Descriptor,
  diffId: string,
  store: Store,
): Promise<LayerEntry[]> {
  const packed = createHash('sha256');
  const unpacked = createHash('sha256');
  // When a layer is read, not at the start of the action.
  const { extract } = await import(/* webpackMode: "eager" */ 'tar-stream');
  const archive = extract();
  const entries: LayerEntry[] = [];
  const read = (async () => {
    for await (const entry of archive) {
      if (entries.length >= MOST_ENTRIES)
        throw new ActionError(`A layer has more than ${MOST_ENTRIES} files.`);
      const found = await readEntry(entry.header, entry, store);
      if (found) entries.push(found);
    }
  })();
  await Promise.all([
    read,
    pipeline(
      openBlob(layout, layer),
      hashing(packed),
      decompression(layer.mediaType),
      hashing(unpacked),
      archive,
    ),
  ]);
  const digests = [`sha256:${packed.digest('hex')}`, `sha256:${unpacked.digest('hex')}`];
  if (digests[0] !== layer.digest || digests[1] !== diffId)
    throw new ActionError(`The layer ${layer.digest} is not what its digests say.`);
  return entries;
}

async function readEntry(
  header: Header,
  content: AsyncIterable<unknown>,
  store: Store,
): Promise<LayerEntry | undefined> {
  const path = header.name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  const body = await readContent(header, path, content, store);
  const target = header.linkname ?? '';
  if (header.type === 'link') return { path, kind: 'hard link', target };
  const entry = ((): TreeEntry | undefined => {
    const access = { mode: header.mode ?? 0, uid: header.uid ?? 0, gid: header.gid ?? 0 };
    if (header.type === 'directory') return { kind: 'folder', access };
    if (header.type === 'symlink') return { kind: 'link', target };
    if (header.type === 'file' || header.type === 'contiguous-file')
      return { kind: 'file', access, size: header.size ?? 0, stored: body };
    return header.type?.endsWith('device') || header.type === 'fifo' ? { kind: 'device' } : undefined;
  })();
  return entry && { path, ...entry };
}

/** Stores the content when somebody is going to read it, and drains it in any case. */
async function readContent(
  _header: Header,
  path: string,
  content: AsyncIterable<unknown>,
  store: Store,
): Promise<string | undefined> {
  let stored: string | undefined;
  let file: ReturnType<typeof createWriteStream> | undefined;
  let head = Buffer.alloc(0);
  for await (const chunk of content) {
    if (!file && head.length < 4) {
      head = Buffer.concat([head, chunk as Buffer]);
      if (head.length < 4) continue;
      if (head.readUInt32BE(0) !== ELF && !READ.test(path)) continue;
      store.count += 1;
      stored = join(store.scratch, String(store.count));
      file = createWriteStream(stored);
      if (!file.write(head)) await drained(file);
    } else if (file && !file.write(chunk)) {
      await drained(file);
    }
  }
  if (file) {
    file.end();
    await finished(file);
  }
  return stored;
}

const drained = (stream: NodeJS.WritableStream): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.once('drain', resolve);
    stream.once('error', reject);
  });

function decompression(mediaType: string): Transform {
  if (/[.+]gzip$/.test(mediaType)) return createGunzip();
  if (/\+zstd$/.test(mediaType)) return createZstdDecompress();
  if (/\.tar$/.test(mediaType)) return new PassThrough();
  throw new ActionError(`A layer has the media type ${JSON.stringify(mediaType)}, which cannot be read.`);
}

/** Passes everything on, counts it in, and ends what is larger than any image. */
function hashing(hash: ReturnType<typeof createHash>): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      if (size > MOST_BYTES) done(new ActionError(`A layer is larger than ${MOST_BYTES} bytes.`));
      else done(null, chunk);
    },
  });
}
