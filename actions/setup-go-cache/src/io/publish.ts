import { info, setOutputs, warning, writeSummary } from '@go-actions/action-kit';
import { buildHit, isComplete, type Report, renderSummary, renderVerdict } from '../report.ts';
import type { Installed } from '../toolchain/io/install.ts';
import type { TimesResult } from '../work-tree/io/work-tree.ts';

/** Says how Go and the caches were prepared: in the log, the outputs and the summary. */
export function publish(report: Report, go: Installed): void {
  info(renderVerdict(report));
  const received = [report.modules, report.build].map((part) =>
    part.outcome === 'restored' ? part.received : 0,
  );
  const modulesDone = isComplete(report.modules) || report.modules.outcome === 'skipped';
  setOutputs({
    'go-version': go.version.replace(/^go/, ''),
    goroot: go.goroot,
    'cache-hit': isComplete(report.build) && modulesDone,
    'modules-hit': isComplete(report.modules),
    'build-hit': buildHit(report.build),
    'restored-bytes': received.reduce((sum, bytes) => sum + bytes, 0),
    'restore-ms': Math.round(report.restoreMs),
  });
  writeSummary(renderSummary(report));
}

/** What became of the file times, as a part of a sentence; warns where tests will run again because of it. */
export function tellTimes(result: TimesResult | undefined): string {
  if (!result) return 'file times are left as they are (`test-results`)';
  if (!result.set) {
    warning(
      `File times cannot follow the content, so tests that read files will run again: ${result.reason}.`,
    );
    return `not reusable: ${result.reason}`;
  }
  if (result.files === 0) {
    warning(
      'No tracked file is unchanged, so no file time could follow its content; tests that read files will run again.',
    );
  }
  const changed = result.changed > 0 ? `, ${result.changed} changed ones keep theirs` : '';
  return `reusable: ${result.files} files have content-derived times${changed}`;
}
