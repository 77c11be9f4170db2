import { inflateRawSync } from 'node:zlib';
import type { Api } from '@go-actions/github';
import { locateData, parseZipDirectory, parseZipEnd } from '@go-actions/zip';
import type { Claim } from '../comment.ts';

/** An honest report of a big repository has a few megabytes; more than this is not read at all. */
const MOST_PACKED = 8 * 1024 ** 2;
const MOST_UNPACKED = 32 * 1024 ** 2;
/** Artifacts of one run with one name, the older ones from earlier attempts. */
type Artifact = {
  readonly id: number;
  readonly name: string;
  readonly size_in_bytes: number;
  readonly expired: boolean;
};

/**
 * Reads the report that a run handed over under `name`: the newest artifact of that name, one JSON file in it. Whatever is
 * wrong with it is told as data: a pull request must not be able to make this job fail.
 */
export async function readReport<T>(
  api: Api,
  runId: number,
  name: string,
  parse: (json: string) => T,
): Promise<Claim<T>> {
  const listed = (await api.list(`/actions/runs/${runId}/artifacts?name=${name}`, 'artifacts')) as Artifact[];
  const [newest] = listed.filter((one) => one.name === name && !one.expired).sort((a, b) => b.id - a.id);
  if (!newest) return undefined;
  if (newest.size_in_bytes > MOST_PACKED) return { unreadable: `expected at most ${MOST_PACKED} bytes` };
  const zip = await api.download(`/actions/artifacts/${newest.id}/zip`, { maxBytes: MOST_PACKED });
  const json = tryUnpack(zip);
  if (json === undefined) return { unreadable: 'expected a zip file with one JSON file in it' };
  try {
    return { read: parse(json) };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('expected ')) return { unreadable: error.message };
    throw error;
  }
}

/** What is wrong with a zip names files of the stranger's, so it is not told. */
function tryUnpack(zip: Buffer): string | undefined {
  try {
    return unpackOnly(zip);
  } catch {
    return undefined; // whatever the zip reader or zlib refuses
  }
}

/** The text of the only file in a zip; its name says nothing to us. */
function unpackOnly(zip: Buffer): string {
  const end = parseZipEnd(zip, zip.length);
  const [entry, ...more] = parseZipDirectory(zip.subarray(end.offset, end.offset + end.size), end);
  if (!entry || more.length > 0) throw new Error('expected one file');
  if (entry.size > MOST_UNPACKED) throw new Error(`expected at most ${MOST_UNPACKED} bytes`);
  const start = locateData(zip.subarray(entry.offset), entry);
  const data = zip.subarray(start, start + entry.compressedSize);
  const bytes = entry.stored ? data : inflateRawSync(data, { maxOutputLength: MOST_UNPACKED });
  if (bytes.length !== entry.size) throw new Error('expected the size of the zip directory');
  return bytes.toString('utf8');
}
