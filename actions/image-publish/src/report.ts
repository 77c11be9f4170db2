import { code, escapeMarkdown, formatBytes, table } from '@go-actions/action-kit';
import type { AssembledImage } from './layout/assembly.ts';
import { formatPlatform, type Platform } from './platform.ts';
import type { ScanVerdict } from './scan/verdict.ts';

/** What a run has to tell, as far as it got. */
export type Report = {
  readonly name: string;
  readonly version: string;
  readonly platforms: readonly Platform[];
  readonly dryRun: boolean;
  /** What keeps the image from being published. */
  readonly problems?: readonly string[];
  readonly image?: AssembledImage;
  readonly scan?: ScanVerdict | undefined;
  readonly outcome?: {
    readonly tags: readonly string[];
    readonly leftOut: readonly { readonly tag: string; readonly reason: string }[];
    readonly changed: boolean;
    readonly failure: string | undefined;
  };
};

export function renderSummary(report: Report): string {
  const { problems = [], image, scan, outcome } = report;
  return [
    `### ${renderVerdict(report)}\n\n`,
    problems.map((problem) => `- ${escapeMarkdown(problem)}\n`).join(''),
    image ? renderPlatforms(image) : '',
    scan ? renderScan(scan) : '',
    outcome ? renderTags(outcome) : '',
  ].join('');
}

function renderVerdict({ name, version, dryRun, problems = [], scan, outcome }: Report): string {
  const what = `${escapeMarkdown(name)} ${escapeMarkdown(version)}`;
  if (problems.length > 0) return `❌ Image: ${what} is not published`;
  if ((scan?.failing.length ?? 0) > 0) return `❌ Image: ${what} is not published, it has vulnerable code`;
  if (outcome?.failure) return `❌ Image: ${what} is published, but not all of its tags are`;
  if (dryRun || !outcome) return `✅ Image: ${what} can be published (dry run)`;
  return outcome.changed ? `✅ Image: ${what} is published` : `✅ Image: ${what} was published already`;
}

function renderPlatforms({ index, images }: AssembledImage): string {
  const rows = images.map(({ platform, manifest, layers }) => [
    formatPlatform(platform),
    code(manifest.descriptor.digest),
    formatBytes(layers.reduce((sum, layer) => sum + layer.size, 0)),
  ]);
  return `Index ${code(index.descriptor.digest)}\n\n${table(['Platform', 'Digest', 'Size'], rows)}`;
}

function renderScan({ failing, ignored }: ScanVerdict): string {
  const row = (what: string) => (each: ScanVerdict['failing'][number]) => [
    what,
    each.ids.map((id) => code(id)).join(' '),
    code(`${each.module}@${each.version}`),
    each.fixed ? code(each.fixed) : 'none yet',
    escapeMarkdown(each.summary),
  ];
  const rows = [...failing.map(row('❌')), ...ignored.map(row('ignored'))];
  if (rows.length === 0) return 'Scan: no vulnerable code.\n\n';
  return table(['', 'Vulnerability', 'Found in', 'Fixed in', 'Summary'], rows);
}

function renderTags({ tags, leftOut }: NonNullable<Report['outcome']>): string {
  const left = leftOut.map(
    ({ tag, reason }) => `- ${code(tag)} is left as it is: ${escapeMarkdown(reason)}\n`,
  );
  return `Tags: ${tags.map((tag) => code(tag)).join(', ')}\n\n${left.join('')}`;
}
