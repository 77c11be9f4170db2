import { stat } from 'node:fs/promises';
import { formatBytes, run } from '@go-actions/action-kit';
import { inRoot, listEntries } from '@go-actions/tools';

const ROUNDS = 11;
/** The bounds that we promise per bundle: bytes, and milliseconds of start-up beyond bare node. */
const BOUNDS: Record<string, { bytes: number; ms: number }> = {
  'setup-go-cache/index': { bytes: 2e6, ms: 200 },
  'coverage-gate/index': { bytes: 2e6, ms: 200 },
  'lint-gate/index': { bytes: 2e6, ms: 200 },
  'handoff/index': { bytes: 2.5e6, ms: 200 },
  'semver-release/index': { bytes: 4e6, ms: 300 },
  'oidc-registry-login/credential-helper': { bytes: 0.8e6, ms: 40 },
};
const SMALL = { bytes: 0.8e6, ms: 100 };

/** Size and start-up of every bundle: each one started without inputs (it complains and ends), in turn with bare node. */
export async function command(): Promise<void> {
  console.log(
    `${ROUNDS} rounds, bare node and bundle in turn; ms of wall time beyond bare node, min-median-max\n`,
  );
  console.log('bundle                                     size   bound   start-up (ms)   bound');
  for (const { action, name } of await listEntries()) {
    const bundle = inRoot('dist', action, `${name}.js`);
    const { bytes, ms } = BOUNDS[`${action}/${name}`] ?? SMALL;
    const size = (await stat(bundle)).size;
    const beyond: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bare = await time(['-e', '0']);
      beyond.push((await time([bundle])) - bare);
    }
    beyond.sort((a, b) => a - b);
    const [min, median, max] = [0, Math.floor(ROUNDS / 2), ROUNDS - 1].map((i) =>
      (beyond[i] ?? 0).toFixed(0),
    );
    const verdict = size <= bytes && Number(median) <= ms ? 'ok' : 'OVER';
    const cells = [
      `${action}/${name}`.padEnd(40),
      formatBytes(size).padStart(8),
      formatBytes(bytes).padStart(7),
    ];
    console.log(
      `${cells.join('')}   ${`${min}-${median}-${max}`.padStart(13)}   ${String(ms).padStart(5)}  ${verdict}`,
    );
  }
}

async function time(args: readonly string[]): Promise<number> {
  const env = { GITHUB_OUTPUT: undefined, GITHUB_STATE: undefined, GITHUB_EVENT_PATH: undefined };
  return (await run(process.execPath, args, { env, timeoutMs: 60_000 })).ms;
}
