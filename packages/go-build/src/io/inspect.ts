import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readBuildInfo } from '../build-info.ts';
import { readExecutable } from '../executable/executable.ts';
import type { Evidence } from '../proof.ts';

export type Inspected = Evidence & { readonly size: number; readonly sha256: string };

/** Reads a binary once: its size, digest, headers and build info. Throws on a damaged executable. */
export async function inspectBinary(path: string): Promise<Inspected> {
  const bytes = await readFile(path);
  const executable = readExecutable(bytes);
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    executable,
    buildInfo: executable && readBuildInfo(bytes, executable),
  };
}
