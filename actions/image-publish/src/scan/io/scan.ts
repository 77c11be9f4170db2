import { ActionError, describeError, describeExit, type Job, run, warning } from '@go-actions/action-kit';
import { installProgram } from '@go-actions/delivery';
import type { InspectedImage } from '../../contents/io/inspect.ts';
import type { ScanInputs } from '../../inputs.ts';
import { parseGovulncheck, type ScanResult, type Vulnerability } from '../govulncheck.ts';
import { judgeScan, type ScanVerdict } from '../verdict.ts';

/** Scans every program of Go in the images of all platforms, and judges what is found. */
export async function scanImages(
  images: readonly InspectedImage[],
  { ignore, db }: ScanInputs,
  job: Job,
): Promise<ScanVerdict> {
  const govulncheck = await installProgram('govulncheck', job);
  const binaries = images.flatMap((image) => image.binaries.filter(({ buildInfo }) => buildInfo));
  const result = await scanBinaries(govulncheck, binaries, { db, signal: job.signal });
  const verdict = judgeScan(result, ignore, new Date());
  for (const remark of verdict.remarks) warning(remark);
  return verdict;
}

const TIMEOUT_MS = 10 * 60_000;

/** Scans stored executables one by one. A scan that cannot be made is an ActionError, never an empty list. */
export async function scanBinaries(
  govulncheck: string,
  binaries: readonly { readonly path: string; readonly stored: string }[],
  { db, signal }: { readonly db: string | undefined; readonly signal: AbortSignal },
): Promise<ScanResult> {
  if (binaries.length === 0)
    throw new ActionError('Nothing could be scanned: the image holds no binary that Go built.');
  const found = new Map<string, Vulnerability>();
  let database = new Date();
  for (const { path, stored } of binaries) {
    const args = ['-mode=binary', '-format=json', ...(db ? [`-db=${db}`] : []), stored];
    const result = await run(govulncheck, args, { signal, timeoutMs: TIMEOUT_MS, maxBytes: 256 * 1024 ** 2 });
    signal.throwIfAborted();
    if (result.code !== 0 || result.truncated) {
      const words = result.stderr.trim().slice(-1_000);
      throw unscanned(path, `govulncheck ${describeExit(result)}${words ? `.\n${words}` : ''}`);
    }
    const scan = readResult(path, result.stdout);
    for (const each of scan.found) found.set(`${each.ids[0]} ${each.module}`, each);
    if (scan.database < database) database = scan.database;
  }
  return { found: [...found.values()], database };
}

function readResult(path: string, stdout: string): ScanResult {
  try {
    return parseGovulncheck(stdout);
  } catch (error) {
    throw unscanned(path, `what govulncheck printed is no scan: ${describeError(error)}`);
  }
}

const unscanned = (path: string, why: string): ActionError =>
  new ActionError(`${path} could not be scanned: ${why}.`, {
    remedy:
      'A scan that was not made is no pass. `scan-db` names another database; `scan: off` scans nothing.',
  });
