export type Step = 'major' | 'minor' | 'patch';

/** The next version after `current` (both without `v`). */
export function nextVersion(current: string, step: Step): string {
  const [major = 0, minor = 0, patch = 0] = current.split('.').map(Number);
  if (step === 'major') return `${major + 1}.0.0`;
  return step === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

const SECTIONS = [
  { title: 'Breaking', pattern: /^\w+(\([^)]*\))?!: / },
  { title: 'Features', pattern: /^feat(\([^)]*\))?: / },
  { title: 'Fixes', pattern: /^fix(\([^)]*\))?: / },
  { title: 'Faster', pattern: /^perf(\([^)]*\))?: / },
] as const;

/** A changelog section from commit subjects; each subject stands in the first section that it fits. */
export function renderChanges(version: string, date: string, subjects: readonly string[]): string {
  const rest = new Set(subjects);
  const parts = SECTIONS.map(({ title, pattern }) => {
    const found = [...rest].filter((subject) => pattern.test(subject));
    for (const subject of found) rest.delete(subject);
    const lines = found.map(
      (subject) =>
        `- ${subject.replace(/^\w+(\(([^)]*)\))?!?: /, (_, _scope, name) => (name ? `**${name}**: ` : ''))}\n`,
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
