import type { CommitSource, ImageName, Registry } from '@go-actions/delivery';

/** What a builder left: an OCI layout, and what it is built on where that is known. */
export type Built = {
  readonly layout: string;
  readonly base: { readonly name: string; readonly digest: string } | undefined;
};

export type BuildSetting = {
  readonly source: CommitSource;
  readonly image: ImageName;
  readonly version: string;
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  readonly registry: Registry;
  readonly dryRun: boolean;
  /** Finds or builds ko, which the other builders do not need. */
  readonly ko: () => Promise<string>;
  readonly signal: AbortSignal;
};
