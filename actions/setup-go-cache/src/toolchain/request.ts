import type { Architecture } from './releases.ts';
import type { VersionRequest } from './version.ts';

/** Which Go is to be installed, and where it may be looked for. */
export type GoRequest = {
  /** Undefined: whatever Go is there. */
  readonly wanted: VersionRequest | undefined;
  readonly architecture: Architecture;
  readonly checkLatest: boolean;
  readonly downloadBase: string;
  /** For a mirror that wants one. */
  readonly token: string | undefined;
  readonly toolCache: string | undefined;
  readonly temp: string;
  readonly path: string;
  readonly signal: AbortSignal;
};
