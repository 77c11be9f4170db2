import type { PackageResult } from './test-results.ts';

/** What go itself says when a package has ended. */
export type SummaryLine = {
  readonly status: 'pass' | 'fail';
  readonly cached: boolean;
  /** `83.3% of statements` */
  readonly coverage: string | undefined;
  /** `build failed`, `setup failed`: before Go 1.24 no field of the event says so. */
  readonly failedBuild: string | undefined;
};

/**
 * Reads a package's newest line of output, which stands behind everything that a test could print:
 * `ok  \tPACKAGE\t(cached)\tcoverage: 83.3% of statements`, `FAIL\tPACKAGE\t0.1s` or `FAIL\tPACKAGE [build failed]`.
 * `undefined` when it is no such line.
 */
export function readSummaryLine({ lastText, importPath }: PackageResult): SummaryLine | undefined {
  const [mark = '', path = '', time] = lastText.split('\t').map((part) => part.trim());
  if (mark === 'ok' && path === importPath && time !== undefined) {
    const coverage = /\tcoverage: ([^\t\n]+)/.exec(lastText)?.[1]?.trim();
    return { status: 'pass', cached: time === '(cached)', coverage, failedBuild: undefined };
  }
  const failed = { status: 'fail', cached: false, coverage: undefined } as const;
  if (mark !== 'FAIL') return undefined;
  if (path === importPath && time !== undefined) return { ...failed, failedBuild: undefined };
  const failedBuild = path.startsWith(`${importPath} [`)
    ? /\[(build failed|setup failed)\]$/.exec(path)?.[1]
    : undefined;
  return failedBuild === undefined ? undefined : { ...failed, failedBuild };
}
