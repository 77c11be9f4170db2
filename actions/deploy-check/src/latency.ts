/** The value that `percent` of all values do not exceed (nearest rank), in whole milliseconds; undefined without values. */
export function percentile(values: readonly number[], percent: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  return value === undefined ? undefined : Math.round(value);
}
