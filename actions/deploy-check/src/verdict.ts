import type { Finding } from './judgement.ts';
import type { Watch } from './watch.ts';

/** What the watch came to, and the attempt that decided it. Times are in milliseconds. */
export type Verdict = {
  readonly healthy: boolean;
  /** What answered last, of those that said a version. */
  readonly version: string | undefined;
  readonly last: readonly Finding[];
  readonly watch: Watch;
  readonly ms: number;
  readonly stableMs: number;
  /** Of the healthy answers. */
  readonly latency: { readonly p50: number | undefined; readonly p95: number | undefined };
};
