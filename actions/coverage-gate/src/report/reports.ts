import type { JobContext } from '@go-actions/action-kit';
import type { HistoryPoint } from '../compare/history.ts';
import type { BlockTable } from '../profile/block-table.ts';
import type { PackageResult } from '../tests/test-results.ts';
import { renderBadge } from './badge.ts';
import { renderCobertura } from './cobertura.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderLcov } from './lcov.ts';
import type { Result } from './result.ts';
import { renderTreemap } from './treemap.ts';
import { renderTrend } from './trend.ts';

/** What a report is made from; `now` in milliseconds since 1970. */
export type ReportData = {
  readonly result: Result;
  readonly table: BlockTable;
  readonly tests: Iterable<PackageResult>;
  /** Runs of the default branch, oldest first, and this one; empty where `trend` is not asked for. */
  readonly history: readonly HistoryPoint[];
  readonly job: JobContext;
  readonly now: number;
};

type Report = {
  readonly file: string;
  /** Large reports come in pieces. */
  readonly render: (data: ReportData) => string | Iterable<Buffer>;
  /** It shows how often lines ran, which profiles of mode `set` do not know. */
  readonly counts?: true;
};

/** Every report: its name in the input, its file, how it is drawn. */
export const REPORTS = {
  html: { file: 'coverage.html', render: ({ result, table, job }) => renderHtml(result, table, job) },
  junit: { file: 'junit.xml', render: ({ tests }) => renderJunit(tests) },
  lcov: { file: 'lcov.info', counts: true, render: ({ result, table }) => renderLcov(result, table) },
  cobertura: {
    file: 'cobertura.xml',
    counts: true,
    render: ({ result, table, now }) => renderCobertura(result, table, Math.floor(now / 1_000)),
  },
  badge: { file: 'badge.svg', render: ({ result }) => renderBadge(result.total) },
  treemap: {
    file: 'treemap.svg',
    render: ({ result }) => renderTreemap(result.packages, { width: 1200, height: 600 }),
  },
  trend: { file: 'trend.html', render: ({ history, job }) => renderTrend(history, job) },
  json: { file: 'coverage.json', render: ({ result, table }) => renderJson(result, table) },
} as const satisfies Record<string, Report>;

export type ReportName = keyof typeof REPORTS;
export const REPORT_NAMES = Object.keys(REPORTS) as ReportName[];
export const reportOf = (name: ReportName): Report => REPORTS[name];
