import { ActionError, describeExit, run } from '@go-actions/action-kit';
import { parseGovulncheck, type Vulnerability } from '../govulncheck.ts';

const TIMEOUT_MS = 10 * 60_000;

/** Scans stored executables one by one. A scan that cannot be made is an ActionError, never an empty list. */
export async function scanBinaries(
  govulncheck: string,
  binaries: readonly { readonly path: string; readonly stored: string }[],
  { db, signal }: { readonly db: string | undefined; readonly signal: AbortSignal },
): Promise<Vulnerability[]> {
  if (binaries.length === 0)
    throw new ActionError('Nothing could be scanned: the image holds no binary that Go built.');
  const found = new Map<string, Vulnerability>();
  for (const { path, stored } of binaries) {
    const args = ['-mode=binary', '-format=json', ...(db ? [`-db=${db}`] : []), stored];
    const result = await run(govulncheck, args, { signal, timeoutMs: TIMEOUT_MS, maxBytes: 256 * 1024 ** 2 });
    signal.throwIfAborted();
    if (result.code !== 0 || result.truncated)
      throw new ActionError(
        `${path} could not be scanned: govulncheck ${describeExit(result)}.\n${result.stderr.trim().slice(-1_000)}`,
        {
          remedy:
            'A scan that was not made is no pass. `scan-db` names another database; `scan: off` scans nothing.',
        },
      );
    for (const each of parseGovulncheck(result.stdout)) found.set(`${each.ids[0]} ${each.module}`, each);
  }
  return [...found.values()];
}
