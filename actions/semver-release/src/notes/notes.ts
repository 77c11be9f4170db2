import { code, codeBlock, counted, escapeMarkdown } from '@go-actions/action-kit';
import type { ConventionalCommit } from '@go-actions/git-history';
import { BODY_LIMIT } from '@go-actions/github';
import type { ReleasePlan } from '../plan/plan.ts';
import type { OtherCommit, Reading } from '../version/bump.ts';

export type NotesFacts = {
  /** `https://github.com/octo/app`. */
  readonly repositoryUrl: string;
  readonly tag: string;
  readonly previousTag: string | undefined;
  readonly changes: readonly ConventionalCommit[];
  /** Commits that follow no convention. */
  readonly others: readonly OtherCommit[];
  /** Lines for a terminal that bring this version to a user. */
  readonly install: readonly string[];
  readonly hasAssets: boolean;
};

/** What the notes of a planned release are made of. */
export function describeNotes(
  plan: ReleasePlan,
  { changes, others }: Pick<Reading, 'changes' | 'others'>,
  repositoryUrl: string,
): NotesFacts {
  return {
    repositoryUrl,
    tag: plan.tag,
    previousTag: plan.previous,
    changes,
    others,
    install: installLines(plan),
    hasAssets: plan.mains.length > 0,
  };
}

/** GitHub's own notes, with what they lack: how to get the version. */
export function completeNotes(written: string, plan: ReleasePlan): string {
  const install = renderInstall({ install: installLines(plan), hasAssets: plan.mains.length > 0 });
  const tail = install === '' ? '' : `\n\n${install}`;
  return cut(written.trimEnd(), LIMIT - tail.length) + tail;
}

/** How users get a version: `go install` for programs, `go get` for a library. */
function installLines({ module, mains, version }: ReleasePlan): string[] {
  if (!module) return [];
  return mains.length > 0
    ? mains.map((main) => `go install ${main}@v${version}`)
    : [`go get ${module.path}@v${version}`];
}

const GROUPS: readonly { readonly title: string; readonly types: readonly string[] }[] = [
  { title: 'Features', types: ['feat'] },
  { title: 'Fixes', types: ['fix'] },
  { title: 'Performance', types: ['perf'] },
  { title: 'Reverts', types: ['revert'] },
  { title: 'Documentation', types: ['docs'] },
];
/** Types that users do not notice: they are counted and not listed. */
const MAINTENANCE = ['build', 'chore', 'ci', 'refactor', 'style', 'test'];
/** Room for our own marker in a draft. */
const LIMIT = BODY_LIMIT - 1_000;
const CUT = '\n\n… and more: the comparison has all of it.\n';
const LONGEST_LINE = 500;
/** A line holds a link of more than 60 characters, so that no more than these can fit. */
const MOST_LINES = Math.ceil(LIMIT / 60);

/**
 * The body of a release: breaking changes first, then by kind, then what follows no convention; what commit authors wrote is
 * shown, never rendered.
 */
export function renderNotes(facts: NotesFacts): string {
  const line = (change: ConventionalCommit, text = change.description) =>
    `- ${renderScope(change)}${renderText(text, facts)} (${renderCommit(change, facts)})\n`;
  const list = (
    title: string,
    changes: readonly ConventionalCommit[],
    text?: (change: ConventionalCommit) => string | undefined,
  ) =>
    section(
      title,
      changes.slice(0, MOST_LINES).map((change) => line(change, text?.(change))),
    );
  const sections = [
    list(
      'Breaking changes',
      facts.changes.filter((change) => change.breaking !== undefined),
      (change) => change.breaking,
    ),
    ...GROUPS.map(({ title, types }) =>
      list(
        title,
        facts.changes.filter((change) => types.includes(change.type)),
      ),
    ),
    section('Other changes', renderOthers(facts)),
  ].filter(Boolean);
  const body = sections.length > 0 ? sections.join('') : 'No change that users would notice.\n\n';
  const tail = [renderInstall(facts), renderAuthors(facts), renderComparison(facts)]
    .filter(Boolean)
    .join('\n');
  return cut(body + renderMaintenance(facts), LIMIT - tail.length) + tail;
}

/** Types of the team's own, and commits that follow no convention. */
function renderOthers(facts: NotesFacts): string[] {
  const listed = new Set([...GROUPS.flatMap(({ types }) => types), ...MAINTENANCE]);
  const typed = facts.changes
    .filter(({ type }) => !listed.has(type))
    .map((change) => ({ ...change, text: `${change.type}: ${change.description}` }));
  const plain = facts.others.map((other) => ({ ...other, text: other.subject }));
  return [...typed, ...plain]
    .slice(0, MOST_LINES)
    .map((each) => `- ${renderText(each.text, facts)} (${renderCommit(each, facts)})\n`);
}

function renderMaintenance({ changes }: NotesFacts): string {
  const upkeep = changes.filter(({ type, breaking }) => MAINTENANCE.includes(type) && breaking === undefined);
  if (upkeep.length === 0) return '';
  const types = [...new Set(upkeep.map(({ type }) => type))].sort();
  return `And ${counted(upkeep.length, 'commit')} of maintenance (${types.join(', ')}).\n\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? `## ${title}\n\n${lines.join('')}\n` : '';
}

function renderScope({ scope }: ConventionalCommit): string {
  return scope ? `**${shown(scope)}:** ` : '';
}

/** `(#12)`, which GitHub writes behind the title of a merged pull request, becomes a link. */
function renderText(text: string, { repositoryUrl }: NotesFacts): string {
  return text
    .slice(0, LONGEST_LINE)
    .split(/(\(#[1-9][0-9]{0,8}\))/)
    .map((part, index) => {
      const number = index % 2 === 1 ? part.slice(2, -1) : undefined;
      return number === undefined ? shown(part) : `([#${number}](${repositoryUrl}/pull/${number}))`;
    })
    .join('')
    .trim();
}

function renderCommit({ sha }: { readonly sha: string }, { repositoryUrl }: NotesFacts): string {
  return `[${sha.slice(0, 7)}](${repositoryUrl}/commit/${sha})`;
}

function renderInstall({ install, hasAssets }: Pick<NotesFacts, 'install' | 'hasAssets'>): string {
  const check = hasAssets ? ['sha256sum --check --ignore-missing SHA256SUMS'] : [];
  const lines = [...install, ...check];
  return lines.length > 0 ? `## Install\n\n${codeBlock(lines.join('\n'), 'sh')}` : '';
}

/** Machines are not thanked. */
const BOT =
  /\[bot\]$|^(dependabot|renovate|github-actions|mergify|snyk|imgbot|pre-commit-ci|semantic-release)(-bot)?$/i;

function renderAuthors({ changes, others }: NotesFacts): string {
  const authors = [...changes, ...others].map(({ author }) => author.trim());
  const names = [...new Set(authors.filter((name) => name !== '' && !BOT.test(name)))];
  return names.length > 0 ? `Thanks to ${names.slice(0, 50).map(shown).join(', ')}.\n` : '';
}

function renderComparison({ repositoryUrl, tag, previousTag }: NotesFacts): string {
  const encode = (name: string) => name.split('/').map(encodeURIComponent).join('/');
  if (!previousTag) return `First release: ${code(tag)}.\n`;
  return `**All changes:** ${repositoryUrl}/compare/${encode(previousTag)}...${encode(tag)}\n`;
}

/** Foreign text: one line, no markup, no mention, no reference to issues elsewhere, no invisible change of direction. */
function shown(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, LONGEST_LINE);
  return escapeMarkdown(visible).replace(/(https?|ftp):\/\//gi, '$1:&#47;&#47;');
}

function cut(body: string, room: number): string {
  if (body.length <= room) return body;
  const head = body.slice(0, Math.max(0, room - CUT.length));
  return head.slice(0, Math.max(0, head.lastIndexOf('\n'))) + CUT;
}
