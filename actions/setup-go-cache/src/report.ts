import { code, details, escapeMarkdown, formatBytes, formatDuration, table } from '@go-actions/action-kit';

/** How one of the two caches was restored, in plain data. */
export type Part =
  | {
      readonly outcome: 'restored';
      readonly wanted: number;
      readonly present: number;
      readonly received: number;
      readonly bytes: number;
      readonly files: number;
    }
  | { readonly outcome: 'missed' | 'skipped'; readonly reason: string };

/** A cache that was restored, or was not: one answer from the pack to the report. */
export type Restored<I> = {
  readonly part: Part;
  /** What is there now, as the entry lists it; undefined when nothing was restored. */
  readonly index: I | undefined;
  /** What was damaged or out of reach, for the one warning of the step. */
  readonly problems: readonly string[];
};

export const notRestored = (part: Part, problems: readonly string[] = []): Restored<never> => ({
  part,
  index: undefined,
  problems,
});

export type Report = {
  readonly go: {
    readonly version: string;
    readonly source: 'tool-cache' | 'path' | 'download' | 'module-proxy';
    readonly from: string;
  };
  readonly modules: Part;
  readonly build: Part;
  readonly restoreMs: number;
  /** Whose test results count, in words. */
  readonly results: string;
  readonly access: string | undefined;
};

const SOURCES = {
  'tool-cache': 'from the tool cache',
  path: 'already on PATH',
  download: 'downloaded, sha256 checked',
  'module-proxy': 'from the module proxy, checksum database asked',
} as const;

/** The verdict in one sentence: warm, partly warm, or cold and why. */
export function renderVerdict({ go, modules, build, restoreMs }: Report): string {
  const start = `Go ${go.version.replace(/^go/, '')} is ready`;
  const restored = [modules, build].filter((part) => part.outcome === 'restored');
  if (restored.length === 0) return `${start}; the caches are cold: ${reasonOf(build) ?? reasonOf(modules)}.`;
  const received = restored.reduce((sum, part) => sum + part.received, 0);
  const all = `cache restored: ${formatBytes(received)} in ${formatDuration(restoreMs)}`;
  const missed = build.outcome === 'missed' ? `; the build cache is cold: ${build.reason}` : '';
  return `${start}, ${all}${missed}.`;
}

/** The step's summary: the verdict, and folded below it one row for each thing that was prepared. */
export function renderSummary(report: Report): string {
  const { go, results, access } = report;
  const rows = [
    ['Go', `${code(go.version)} ${SOURCES[go.source]}, wanted by ${escapeMarkdown(go.from)}`],
    ['Modules', describePart(report.modules, 'modules')],
    ['Build cache', describePart(report.build, 'objects')],
    ['Test results', escapeMarkdown(results)],
    ...(access ? [['Saving', escapeMarkdown(access)]] : []),
  ];
  return `### ✅ ${escapeMarkdown(renderVerdict(report))}\n\n${details('How it was prepared', table(['', ''], rows))}`;
}

export function buildHit(part: Part): number {
  if (part.outcome !== 'restored' || part.wanted === 0) return 0;
  return Math.round((part.present / part.wanted) * 10_000) / 10_000;
}

export function isComplete(part: Part): boolean {
  return part.outcome === 'restored' && part.present === part.wanted;
}

function describePart(part: Part, what: string): string {
  if (part.outcome !== 'restored') return escapeMarkdown(part.reason);
  const { present, wanted, received, bytes, files } = part;
  const share = present === wanted ? `all ${wanted} ${what}` : `${present} of ${wanted} ${what}`;
  return `${share}: ${formatBytes(received)} received, ${formatBytes(bytes)} in ${files} files written`;
}

function reasonOf(part: Part): string | undefined {
  return part.outcome === 'restored' ? undefined : part.reason;
}
