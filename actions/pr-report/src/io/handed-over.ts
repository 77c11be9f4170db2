import { inflateRawSync } from 'node:zlib';
import { type Api, GitHubError } from '@go-actions/github';
import { locateData, parseZipDirectory, parseZipEnd } from '@go-actions/zip';
import type { Claim, Report } from '../comment.ts';
import { parseCoverageClaim } from '../coverage-claim.ts';
import { parseLintClaim } from '../lint-claim.ts';
import { type Artifact, pickArtifacts } from '../report-artifacts.ts';

/** An honest report of a big repository has a few megabytes; more than this is not read at all. */
const MOST_PACKED = 8 * 1024 ** 2;
/** Of all reports of one kind together. */
const MOST_UNPACKED = 32 * 1024 ** 2;

/**
 * Reads what each call of the checks in a run handed over: one JSON file in each artifact. Whatever is wrong with it is told
 * as data: a pull request must not be able to make this job fail.
 */
export async function readReports(
  api: Api,
  runId: number,
): Promise<{ readonly reports: readonly Report[]; readonly left: number }> {
  const listed = (await api.list(`/actions/runs/${runId}/artifacts`, 'artifacts')) as Artifact[];
  const { calls, left } = pickArtifacts(listed);
  const limit = Math.floor(MOST_UNPACKED / Math.max(1, calls.length));
  const reports: Report[] = [];
  for (const { call, lint, coverage } of calls)
    reports.push({
      call,
      lint: await readReport(api, lint, limit, parseLintClaim),
      coverage: await readReport(api, coverage, limit, parseCoverageClaim),
    });
  return { reports, left };
}

async function readReport<T>(
  api: Api,
  artifact: Artifact | undefined,
  limit: number,
  parse: (json: string) => T,
): Promise<Claim<T>> {
  if (!artifact) return undefined;
  if (artifact.size_in_bytes > MOST_PACKED) return { unreadable: `expected at most ${MOST_PACKED} bytes` };
  const zip = await download(api, artifact);
  if (!zip) return { unreadable: 'expected an artifact that is still there' };
  const json = tryUnpack(zip, limit);
  if (json === undefined) return { unreadable: 'expected a zip file with one JSON file in it' };
  try {
    return { read: parse(json) };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('expected ')) return { unreadable: error.message };
    throw error;
  }
}

/** `undefined` for an artifact that was deleted, or has expired, since it was listed. */
async function download(api: Api, { id }: Artifact): Promise<Buffer | undefined> {
  try {
    return await api.download(`/actions/artifacts/${id}/zip`, { maxBytes: MOST_PACKED });
  } catch (error) {
    if (!(error instanceof GitHubError && (error.status === 404 || error.status === 410))) throw error;
    return undefined;
  }
}

/** What is wrong with a zip names files of the stranger's, so it is not told. */
function tryUnpack(zip: Buffer, limit: number): string | undefined {
  try {
    return unpackOnly(zip, limit);
  } catch {
    return undefined; // whatever the zip reader or zlib refuses
  }
}

/** The text of the only file in a zip; its name says nothing to us. */
function unpackOnly(zip: Buffer, limit: number): string {
  const end = parseZipEnd(zip, zip.length);
  const [entry, ...more] = parseZipDirectory(zip.subarray(end.offset, end.offset + end.size), end);
  if (!entry || more.length > 0) throw new Error('expected one file');
  if (entry.size > limit) throw new Error(`expected at most ${limit} bytes`);
  const start = locateData(zip.subarray(entry.offset), entry);
  const data = zip.subarray(start, start + entry.compressedSize);
  const bytes = entry.stored ? data : inflateRawSync(data, { maxOutputLength: limit });
  if (bytes.length !== entry.size) throw new Error('expected the size of the zip directory');
  return bytes.toString('utf8');
}
