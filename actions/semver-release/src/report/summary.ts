import { code, codeBlock, details, escapeMarkdown, formatBytes, table } from '@go-actions/action-kit';
import type { Breach } from '../go-rules/tag-rules.ts';
import type { Manifest } from '../plan/io/manifest.ts';
import type { Planned } from '../plan/plan.ts';

/** Why a tag is not released: each rule that it breaks, with the way out. */
export function renderRefusal(tag: string, refusals: readonly Breach[]): string {
  const rows = refusals.map(({ rule, found, remedy }) => [
    rule,
    escapeMarkdown(found),
    escapeMarkdown(remedy),
  ]);
  return `### Release\n\n❌ ${code(tag)} is not released.\n\n${table(['Rule', 'Found', 'Way out'], rows)}`;
}

/** What the plan says, before anything is done. */
export function renderPlan({ plan, warnings }: Planned, notes: string): string {
  const rows = [
    ['Type', `${plan.type}${plan.required === 'none' ? '' : ` (the commits ask for ${plan.required})`}`],
    ['Since', plan.previous ? code(plan.previous) : 'the beginning'],
    ['Commit', code(plan.commit.slice(0, 12))],
    ['Module', plan.module ? code(plan.module.path) : '–'],
    ['Binaries', plan.mains.length > 0 ? plan.mains.map(code).join(', ') : 'none: a library'],
  ];
  const doubts = warnings
    .map(
      ({ rule, found, remedy }) => `> ⚠️ **${rule}**: ${escapeMarkdown(found)}. ${escapeMarkdown(remedy)}\n\n`,
    )
    .join('');
  return `### Release plan\n\nThis ${plan.prerelease ? 'prerelease' : 'release'} is ${code(plan.tag)}.\n\n${doubts}${table(['', ''], plan.kind === 'go' ? rows : rows.slice(0, 3))}${details('Release notes', notes)}`;
}

/** What was published, with the files and their digests. */
export function renderPublished(
  { plan, assets }: Manifest,
  release: { readonly url: string; readonly changed: boolean },
): string {
  const rows = assets.map(({ name, size, sha256 }) => [
    code(name),
    formatBytes(size),
    code(sha256.slice(0, 16)),
  ]);
  const what = release.changed ? 'is published' : 'was published already; nothing had to be done';
  const install =
    plan.module && plan.mains.length > 0
      ? codeBlock(plan.mains.map((main) => `go install ${main}@v${plan.version}`).join('\n'), 'sh')
      : '';
  return `### Release\n\n✅ [${escapeMarkdown(plan.tag)}](${release.url}) ${what}.\n\n${table(['Asset', 'Size', 'SHA-256'], rows)}${install}`;
}
