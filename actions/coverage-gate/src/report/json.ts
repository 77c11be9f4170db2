import { type Count, formatPercent } from '../percent.ts';
import type { BlockTable } from '../profile/block-table.ts';
import type { FileCoverage } from '../source/file-coverage.ts';
import { type LineStatus, listLineStatus } from './line-status.ts';
import type { Result } from './result.ts';

/** The result for machines. Lines are `[first, last]` pairs, percentages text (truncated), counts exact. */
export function renderJson(result: Result, table: BlockTable): string {
  const { verdict, total, patch, base, packages, tests, holes, failures, excluded, ignored } = result;
  const report = {
    schema: 1,
    verdict: verdict.result,
    sentence: verdict.sentence,
    total: describe(total),
    patch:
      'reason' in patch
        ? { reason: patch.reason }
        : { ...describe(patch.count), base: base?.sha, files: patch.files },
    checks: verdict.checks.map(({ minimum, ...check }) => ({ ...check, minimum: minimum.text })),
    incomplete: holes,
    tests,
    failures: failures.map(({ output: _, ...failure }) => failure),
    excluded,
    ignored: describe(ignored),
    packages: packages.map((pkg) => ({
      importPath: pkg.importPath,
      ...describe(pkg.count),
      files: pkg.files.map((file) => describeFile(file, table)),
    })),
  };
  return `${JSON.stringify(report)}\n`;
}

function describe(count: Count) {
  return { ...count, percent: formatPercent(count) };
}

function describeFile(file: FileCoverage, table: BlockTable) {
  return {
    path: file.path,
    name: file.name,
    ...describe(file.count),
    functions: file.code.functions.map(({ name, startLine, count }) => ({ name, line: startLine, ...count })),
    lines: groupLines(listLineStatus(table, file)),
  };
}

/** Line ranges of each status; `none` is left out. */
function groupLines(statuses: readonly LineStatus[]): Partial<Record<LineStatus, [number, number][]>> {
  const groups: Partial<Record<LineStatus, [number, number][]>> = {};
  statuses.forEach((status, index) => {
    if (status === 'none') return;
    groups[status] ??= [];
    const last = groups[status].at(-1);
    if (last && last[1] === index) last[1] = index + 1;
    else groups[status].push([index + 1, index + 1]);
  });
  return groups;
}
