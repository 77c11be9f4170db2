import { formatDuration } from '@go-actions/action-kit';
import { SCENES } from './scenes.ts';
import { findLeaks } from './shown.ts';
import { runWatched } from './watched.ts';

/** The promise is two seconds; a machine that does other work at the same time gets as much again. */
const END_MS = 4_000;
const LIMIT_MS = 240_000;

/** Runs every action once to its end, then again and again with a SIGTERM at moments spread over that time. */
export async function proveSignals(only: string | undefined, moments: number): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, make] of Object.entries(SCENES)) {
    if (only !== undefined && !name.startsWith(only)) continue;
    await play(make); // what is compiled now is not compiled again
    const whole = await play(make);
    const ends: number[] = [];
    const codes = new Map<string, number>();
    for (let i = 0; i < moments; i++) {
      const afterMs = ((i + 0.5) / moments) * whole.ms;
      const { watched, problems } = await play(make, afterMs);
      if (watched.endedMs !== undefined) ends.push(watched.endedMs);
      const code = watched.endedMs === undefined ? 'before' : String(watched.result.code);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      for (const problem of problems) {
        failed.push(`${name}, ${formatDuration(afterMs)} of ${formatDuration(whole.ms)}: ${problem}`);
        console.log(`  FAILED  ${failed.at(-1)}`);
      }
    }
    ends.sort((a, b) => a - b);
    const [median = 0, most = 0] = [ends[ends.length >> 1], ends.at(-1)];
    const counts = [...codes].map(([code, count]) => `${count} x ${code}`).join(', ');
    console.log(
      `${name.padEnd(20)} ${moments} moments in ${formatDuration(whole.ms)}; gone after ${formatDuration(median)} (median), ${formatDuration(most)} (most); exit codes ${counts}`,
    );
  }
  return failed;
}

async function play(make: (typeof SCENES)[string], afterMs?: number) {
  await using stack = new AsyncDisposableStack();
  const { step, secrets } = await make(stack);
  const name = Object.keys(SCENES).find((key) => SCENES[key] === make) ?? '';
  const action = name.split(' ')[0] ?? name;
  const kill =
    afterMs === undefined
      ? undefined
      : ({ signal: 'SIGTERM', isDue: (elapsedMs: number) => elapsedMs >= afterMs } as const);
  const watched = await runWatched(action, { ...step, timeoutMs: LIMIT_MS }, kill);
  const { result, endedMs = 0, left } = watched;
  const problems = [
    endedMs > END_MS ? `gone after ${formatDuration(endedMs)}` : '',
    left.length > 0 ? `left running: ${left.map((command) => command.slice(0, 120)).join(', ')}` : '',
    result.outputs.verdict === 'pass' ? 'the verdict is pass' : '',
    result.code === null && endedMs < LIMIT_MS && endedMs > 0 && result.stdout.length > 0
      ? 'it died of the signal and said nothing'
      : '',
    findLeaks(result, secrets()).join(', '),
  ].filter(Boolean);
  return { watched, ms: watched.ms, problems };
}
