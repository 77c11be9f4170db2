import { code, codeBlock, details, escapeMarkdown, formatBytes, table } from '@go-actions/action-kit';
import { describeOrigin, type Toolchain } from '../build/toolchain.ts';
import type { Breach } from '../go-rules/breach.ts';
import type { MadeRelease } from '../plan/io/manifest.ts';
import type { Plan, Planned } from '../plan/plan.ts';

/** Why nothing is released: each rule that is broken, with the way out. */
export function renderRefusal(what: string, refusals: readonly Breach[]): string {
  const rows = refusals.map(({ rule, found, remedy }) => [
    rule,
    escapeMarkdown(found),
    escapeMarkdown(remedy),
  ]);
  return `### Release\n\n❌ ${what === '' ? 'Nothing' : code(what)} is${what === '' ? '' : ' not'} released.\n\n${table(['Rule', 'Found', 'Way out'], rows)}`;
}

/** That there is nothing to release, and why. */
export function renderNothing({ because }: Plan): string {
  return `### Release plan\n\nNothing is released: ${escapeMarkdown(because)}.\n`;
}

/** What the plan says, before anything is done. */
export function renderPlan(
  plan: Plan,
  planned: readonly Planned[],
  made: readonly Pick<MadeRelease, 'notes' | 'toolchain'>[],
  isDry: boolean,
): string {
  const tags = planned.map(({ plan: release }) => code(release.tag)).join(', ');
  const kind = planned.every(({ plan: release }) => release.prerelease) ? 'prerelease' : 'release';
  const sentence =
    plan.driver === 'tag'
      ? `This ${kind} is ${tags}.`
      : `This ${isDry ? 'would release' : 'releases'} ${tags} because ${escapeMarkdown(plan.because)}.`;
  const parts = planned.map(
    (each, index) =>
      renderRelease(each, made[index]?.toolchain, planned.length > 1) +
      details('Release notes', made[index]?.notes ?? ''),
  );
  return `### Release plan\n\n${sentence}\n\n${parts.join('')}Plan ${code(plan.id)}.\n`;
}

function renderRelease(
  { plan, warnings, unknown }: Planned,
  toolchain: Toolchain | undefined,
  isOneOfSeveral: boolean,
): string {
  const rows = [
    ['Type', `${plan.type}${plan.required === 'none' ? '' : ` (the changes ask for ${plan.required})`}`],
    ['Since', plan.previous ? code(plan.previous) : 'the beginning'],
    ['Commit', code(plan.commit.slice(0, 12))],
    ...(plan.kind === 'go'
      ? [
          ['Module', plan.module ? code(plan.module.path) : '–'],
          ['Binaries', plan.mains.length > 0 ? plan.mains.map(code).join(', ') : 'none: a library'],
        ]
      : []),
    ...(toolchain ? [['Go', escapeMarkdown(describeOrigin(toolchain))]] : []),
    ...unknown.map((reason) => ['Unknown', escapeMarkdown(reason)]),
  ];
  const doubts = warnings
    .map(
      ({ rule, found, remedy }) => `> ⚠️ **${rule}**: ${escapeMarkdown(found)}. ${escapeMarkdown(remedy)}\n\n`,
    )
    .join('');
  return `${isOneOfSeveral ? `#### ${code(plan.tag)}\n\n` : ''}${doubts}${table(['', ''], rows)}`;
}

/** What was published, with the files and their digests. */
export function renderPublished(
  { plan, assets, reproduced }: MadeRelease,
  release: { readonly url: string; readonly changed: boolean },
): string {
  const rows = assets.map(({ name, size, sha256 }) => [
    code(name),
    formatBytes(size),
    code(sha256.slice(0, 16)),
  ]);
  const what = release.changed ? 'is published' : 'was published already; nothing had to be done';
  const twice =
    reproduced.length > 0
      ? `Built twice, byte for byte the same: ${reproduced.map(code).join(', ')}.\n\n`
      : '';
  const install =
    plan.module && plan.mains.length > 0
      ? codeBlock(plan.mains.map((main) => `go install ${main}@v${plan.version}`).join('\n'), 'sh')
      : '';
  return `### Release\n\n✅ [${escapeMarkdown(plan.tag)}](${release.url}) ${what}.\n\n${table(['Asset', 'Size', 'SHA-256'], rows)}${twice}${install}`;
}
