/** One value of git's configuration; keys as git normalises them (`section.Sub Section.name`). */
export type ConfigEntry = { readonly key: string; readonly value: string };

/** Parses `git config --list -z`: `key LF value NUL`, without the line feed where a key has no value (git-config, "-z"). */
export function parseConfig(text: string): ConfigEntry[] {
  return text
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const end = entry.indexOf('\n');
      return end < 0
        ? { key: entry, value: 'true' }
        : { key: entry.slice(0, end), value: entry.slice(end + 1) };
    });
}

/** Settings without which git would take a file of the work tree for another one than it checked out. */
const WORK_TREE =
  /^core\.(autocrlf|eol|safecrlf|symlinks|filemode|ignorecase|longpaths|precomposeunicode|checkstat|trustctime)$/;

/**
 * What our commands are given on top of the repository's own configuration, as they read neither the user's nor the
 * system's: how the work tree was written, and no filter programs. An empty command is no filter (convert.c).
 */
export function planSettings(entries: readonly ConfigEntry[]): string[] {
  const last = new Map(entries.map(({ key, value }) => [key, value]));
  const kept = [...last].filter(([key]) => WORK_TREE.test(key)).map(([key, value]) => `${key}=${value}`);
  const drivers = new Set(entries.flatMap(({ key }) => /^filter\.(.+)\.[^.]+$/s.exec(key)?.[1] ?? []));
  const silenced = [...drivers].flatMap((driver) => [
    `filter.${driver}.clean=`,
    `filter.${driver}.smudge=`,
    `filter.${driver}.process=`,
    `filter.${driver}.required=false`,
  ]);
  return [...kept, ...silenced];
}

/** Whether objects may be missing that git fetches when they are needed (gitrepository-layout, partial clones). */
export function isPartialClone(entries: readonly ConfigEntry[]): boolean {
  return entries.some(({ key }) => key === 'extensions.partialclone' || /^remote\..+\.promisor$/s.test(key));
}
