import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { BODY_LIMIT } from '../answer.ts';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * The first bytes of a body as text, whatever it is packed in (nobody was asked to pack it, some do all the same); what is
 * beyond them is not waited for.
 */
export async function readStart(message: IncomingMessage): Promise<{ body: string; isWhole: boolean }> {
  const codings = (message.headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const isKnown = codings.every((coding) => Object.hasOwn(DECODERS, coding));
  let stream: Readable = message;
  for (const coding of isKnown ? codings.reverse() : []) {
    const decoder = DECODERS[coding]?.();
    if (decoder) stream = pass(stream, decoder);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > BODY_LIMIT) break;
  }
  message.destroy(); // closes the connection: the next attempt comes as a new client
  const bytes = Buffer.concat(chunks).subarray(0, BODY_LIMIT);
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(message.headers['content-type'] ?? '')?.[1];
  return { body: decode(bytes, charset), isWhole: isKnown && size <= BODY_LIMIT };
}

/** Errors of the source reach whoever reads the end. */
function pass(from: Readable, to: Transform): Transform {
  from.on('error', (error) => to.destroy(error));
  return from.pipe(to);
}

/** A mark at its start says which Unicode form it is, and is no part of the text; else the header does. */
function decode(bytes: Buffer, charset = 'utf-8'): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes); // no charset that anybody knows
  }
}
