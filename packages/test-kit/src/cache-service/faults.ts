/** What a request is about, as the records and the fault rules name it. */
export type RequestKind = 'lookup' | 'reserve' | 'upload' | 'finalize' | 'download';

export type CacheRequest = {
  readonly kind: RequestKind;
  readonly key: string;
  /** Bytes of the request body for uploads, of the answer for downloads, else 0. */
  readonly bytes: number;
  readonly status: number;
};

/** Knobs that can be turned while the service runs. */
export type CacheWeather = {
  /** Before every answer. */
  latencyMs: number;
  /** Of every blob, up and down; 0 = as fast as it goes. */
  bytesPerSecond: number;
  /** Answers these requests with this status (429 comes with `Retry-After: 1`), `times` times (default: for ever). */
  failures: { kind: RequestKind; status: number; times?: number }[];
  /** Downloads end after this many bytes, with the connection cut. */
  truncateAfter: number | undefined;
  /** Changes the bytes of an entry as they leave. */
  corrupt: ((bytes: Buffer, key: string) => Buffer) | undefined;
  /** Whether downloads honour `Range`; some servers do not. */
  ranges: boolean;
};

export const FAIR_WEATHER: CacheWeather = {
  latencyMs: 0,
  bytesPerSecond: 0,
  failures: [],
  truncateAfter: undefined,
  corrupt: undefined,
  ranges: true,
};

/** Takes the next planned failure of this kind, counting it down. */
export function takeFailure(weather: CacheWeather, kind: RequestKind): number | undefined {
  const rule = weather.failures.find((failure) => failure.kind === kind && failure.times !== 0);
  if (rule?.times !== undefined) rule.times -= 1;
  return rule?.status;
}
