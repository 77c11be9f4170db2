import { formatBytes } from '@go-actions/action-kit';
import { seconds } from '../fresh-runner/seconds.ts';

/** What one job of one contender took. */
export type Round = {
  readonly number: number;
  readonly name: string;
  readonly mainMs: number;
  readonly commandsMs: number;
  readonly postMs: number;
  readonly cached: number;
  readonly packages: number;
  readonly down: number;
  readonly up: number;
};

export const totalMs = ({ mainMs, commandsMs, postMs }: Round): number => mainMs + commandsMs + postMs;

/** One line while the benchmark runs. */
export function describeRound(round: Round): string {
  const { name, mainMs, commandsMs, postMs, cached, packages, down, up } = round;
  const parts = `main ${seconds(mainMs)}, commands ${seconds(commandsMs)}, post ${seconds(postMs)}`;
  const bytes = `${formatBytes(down)} down, ${formatBytes(up)} up`;
  return `${name.padEnd(12)} ${seconds(totalMs(round)).padStart(8)}  (${parts}; ${cached} of ${packages} cached; ${bytes})`;
}

/** Tests that `go test` reports as passed from the cache, and packages whose tests it ran or reused. */
export function countTests(output: string): { cached: number; packages: number } {
  return {
    cached: output.match(/^ok .*\(cached\)/gm)?.length ?? 0,
    packages: output.match(/^(ok|FAIL)\s+\S+\s/gm)?.length ?? 0,
  };
}
