import { readdir, readFile } from 'node:fs/promises';

/** What every process of this machine had on its command line while the sampler ran (Linux). */
export type ArgvSampler = AsyncDisposable & { readonly seen: ReadonlySet<string> };

/** Reads /proc over and over, as fast as it answers. */
export function sampleArgv(): ArgvSampler {
  const seen = new Set<string>();
  let going = true;
  const loop = (async () => {
    while (going) {
      const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
      // A process may end between the two reads.
      const lines = await Promise.all(
        pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
      );
      for (const line of lines) if (line) seen.add(line.replaceAll('\0', ' '));
    }
  })();
  return {
    seen,
    [Symbol.asyncDispose]: async () => {
      going = false;
      await loop;
    },
  };
}
