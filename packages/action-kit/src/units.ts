const DURATION_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const BYTES = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 } as const;

/** Parses Go's duration form (`90s`, `1h30m`, `1.5m`; units ms, s, m, h) into milliseconds. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new Error('expected a duration such as "90s", "10m" or "1h30m"');
  }
  return parts.reduce(
    (sum, part) => sum + Number(part[1]) * DURATION_MS[part[2] as keyof typeof DURATION_MS],
    0,
  );
}

/** Parses `500MB`, `2GB`, `1.5GiB` or a plain number of bytes into bytes. */
export function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]i?b|b)?$/i.exec(text);
  if (!match) throw new Error('expected a size such as "500MB" or "2GB"');
  const unit = (match[2] ?? 'b').toLowerCase() as keyof typeof BYTES;
  return Math.round(Number(match[1]) * BYTES[unit]);
}

/** Bytes for people: `0 B`, `12.3 kB`, `45 MB`, `1.2 GB` (decimal units). */
export function formatBytes(bytes: number): string {
  if (bytes < 1e3) return `${Math.round(bytes)} B`;
  const [divisor, unit] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  const value = bytes / divisor;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** Milliseconds for people: `340 ms`, `4.2 s`, `3 m 05 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}
