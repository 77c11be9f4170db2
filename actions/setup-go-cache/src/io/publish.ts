import { info, setOutputs, warning, writeSummary } from '@go-actions/action-kit';
import type { Access } from '../access.ts';
import type { Reuse } from '../build-cache/test-results.ts';
import { buildHit, isComplete, type Part, renderSummary, renderVerdict } from '../report.ts';
import type { Installed } from '../toolchain/io/install.ts';
import type { Counts } from '../work-tree/io/work-tree.ts';

export type Outcome = {
  readonly go: Installed;
  /** Where the version was asked for, in words. */
  readonly from: string | undefined;
  readonly modules: { readonly part: Part };
  readonly build: { readonly part: Part };
  readonly restoreMs: number;
  readonly reuse: Reuse;
  readonly times: Counts;
  /** Why no file time could follow its content. */
  readonly problem: string | undefined;
  readonly access: Access;
};

/** Says how Go and the caches were prepared: in the log, the outputs and the summary. */
export function publish({ go, from, access, ...outcome }: Outcome): void {
  const { part: modules } = outcome.modules;
  const { part: build } = outcome.build;
  const report = {
    go: { version: go.version, source: go.source, from: from ?? 'nothing in particular' },
    modules,
    build,
    restoreMs: outcome.restoreMs,
    results: describeResults(outcome),
    access: access.write ? undefined : access.reason,
  };
  info(renderVerdict(report));
  const received = [modules, build].map((part) => (part.outcome === 'restored' ? part.received : 0));
  const modulesDone = isComplete(modules) || modules.outcome === 'skipped';
  setOutputs({
    'go-version': go.version.replace(/^go/, ''),
    goroot: go.goroot,
    'cache-hit': isComplete(build) && modulesDone,
    'modules-hit': isComplete(modules),
    'build-hit': buildHit(build),
    'restored-bytes': received.reduce((sum, bytes) => sum + bytes, 0),
    'restore-ms': Math.round(outcome.restoreMs),
  });
  writeSummary(renderSummary(report));
}

function describeResults({ reuse, times, problem }: Pick<Outcome, 'reuse' | 'times' | 'problem'>): string {
  if (problem !== undefined && reuse.reuse) {
    warning(`File times cannot follow the content, so tests that read files will run again: ${problem}.`);
  }
  const read = times.files + times.folders;
  const followed =
    read > 0 ? `; ${read} files and folders that tests read have times that follow their content` : '';
  return reuse.reuse
    ? `those of earlier runs count, since ${reuse.reason}${followed}`
    : `every test runs, since ${reuse.reason}${followed}`;
}
