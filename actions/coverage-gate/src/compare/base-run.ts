import type { RunInputs } from '../inputs.ts';

/**
 * The run that measures the base: the same packages under the same conditions, by `go test` alone. What other jobs made belongs
 * to the head, and a flaky test costs the base nothing but numbers.
 */
export function planBaseRun(run: RunInputs): RunInputs {
  return { ...run, run: true, profiles: [], gocoverdir: [], testJson: [] };
}
