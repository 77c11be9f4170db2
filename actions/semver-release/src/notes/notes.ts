import { code, codeBlock, escapeMarkdown } from '@go-actions/action-kit';
import { BODY_LIMIT } from '@go-actions/github';
import type { Change } from '../commits/conventional.ts';
import type { ReleasePlan } from '../plan/plan.ts';

export type NotesFacts = {
  /** `https://github.com/octo/app`. */
  readonly repositoryUrl: string;
  readonly tag: string;
  readonly previousTag: string | undefined;
  readonly changes: readonly Change[];
  /** Lines for a terminal that bring this version to a user. */
  readonly install: readonly string[];
  readonly hasAssets: boolean;
};

/** What the notes of a planned release are made of. */
export function describeNotes(
  plan: ReleasePlan,
  changes: readonly Change[],
  repositoryUrl: string,
): NotesFacts {
  return {
    repositoryUrl,
    tag: plan.tag,
    previousTag: plan.previous,
    changes,
    install: installLines(plan),
    hasAssets: plan.mains.length > 0,
  };
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
/** Room for our own marker in a draft. */
const LIMIT = BODY_LIMIT - 1_000;
const CUT = '\n\n… and more: the comparison has all of it.\n';
const LONGEST_LINE = 500;
/** A line holds a link of more than 60 characters, so that no more than these can fit. */
const MOST_LINES = Math.ceil(LIMIT / 60);

/** The body of a release: breaking changes first, then by kind; what commit authors wrote is shown, never rendered. */
export function renderNotes(facts: NotesFacts): string {
  const line = (change: Change, text = change.description) =>
    `- ${renderScope(change)}${shown(text)} (${renderCommit(change, facts)})\n`;
  const list = (title: string, changes: readonly Change[], text?: (change: Change) => string | undefined) =>
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
  ].filter(Boolean);
  const body = sections.length > 0 ? sections.join('') : 'No change that users would notice.\n\n';
  const tail = [renderInstall(facts), renderAuthors(facts.changes), renderComparison(facts)]
    .filter(Boolean)
    .join('\n');
  return cut(body, LIMIT - tail.length) + tail;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? `## ${title}\n\n${lines.join('')}\n` : '';
}

function renderScope({ scope }: Change): string {
  return scope ? `**${shown(scope)}:** ` : '';
}

function renderCommit({ sha }: Change, { repositoryUrl }: NotesFacts): string {
  return `[${sha.slice(0, 7)}](${repositoryUrl}/commit/${sha})`;
}

function renderInstall({ install, hasAssets }: NotesFacts): string {
  const check = hasAssets ? ['sha256sum --check --ignore-missing SHA256SUMS'] : [];
  const lines = [...install, ...check];
  return lines.length > 0 ? `## Install\n\n${codeBlock(lines.join('\n'), 'sh')}` : '';
}

function renderAuthors(changes: readonly Change[]): string {
  const names = [...new Set(changes.map((change) => change.author.trim()).filter(Boolean))];
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
  return escapeMarkdown(visible)
    .replace(/(https?|ftp):\/\//gi, '$1:&#47;&#47;')
    .trim();
}

function cut(body: string, room: number): string {
  if (body.length <= room) return body;
  const head = body.slice(0, Math.max(0, room - CUT.length));
  return head.slice(0, Math.max(0, head.lastIndexOf('\n'))) + CUT;
}
