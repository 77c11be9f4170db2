import { type Commit, type ConventionalCommit, cancelReverts, parseCommit } from '@go-actions/git-history';

export type Step = 'major' | 'minor' | 'patch';

/** The next version after `current` (both without `v`). */
export function nextVersion(current: string, step: Step): string {
  const [major = 0, minor = 0, patch = 0] = current.split('.').map(Number);
  if (step === 'major') return `${major + 1}.0.0`;
  return step === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

const SECTIONS: readonly { readonly title: string; fits(commit: ConventionalCommit): boolean }[] = [
  { title: 'Breaking', fits: ({ breaking }) => breaking !== undefined },
  { title: 'Features', fits: ({ type }) => type === 'feat' },
  { title: 'Fixes', fits: ({ type }) => type === 'fix' },
  { title: 'Faster', fits: ({ type }) => type === 'perf' },
];

/** A changelog section from commits, newest first; each stands in the first part that it fits, unless it was reverted. */
export function renderChanges(version: string, date: string, commits: readonly Commit[]): string {
  const changes = cancelReverts(commits).flatMap((commit) => parseCommit(commit) ?? []);
  const parts = SECTIONS.map(({ title }) => {
    const found = changes.filter(
      (change) => SECTIONS.find((section) => section.fits(change))?.title === title,
    );
    const lines = found.map(
      ({ scope, description }) => `- ${scope === undefined ? '' : `**${scope}**: `}${description}\n`,
    );
    return lines.length > 0 ? `### ${title}\n\n${lines.join('')}\n` : '';
  });
  return `## ${version} (${date})\n\n${parts.join('') || 'Maintenance only.\n\n'}`;
}

const HEADING = '# Changelog\n\n';

/** The changelog with a new section on top. */
export function insertChanges(changelog: string, section: string): string {
  return HEADING + section + changelog.replace(HEADING, '');
}
