import { posix } from 'node:path';

export type Naming = {
  /** All files, relative to the workspace, with slashes. */
  readonly files: readonly string[];
  /** The folder of their repository, relative to the workspace; empty for the workspace itself. */
  readonly root: string;
  /** The text of a file; anything for what is no text. */
  read(file: string): string;
};

/** What Go itself reads or compiles, and documents. */
const OF_GO =
  /\.(go|md)$|(^|\/)(go\.(mod|sum|work|work\.sum)|\.go-version|testdata\/.*|vendor\/.*|node_modules\/.*)$/;
/** Words that may be paths, with a dot or a slash in them. */
const WORD = /[\w@+~-]*[./][\w@+~./-]*/g;
const MAX_TEXT = 2 ** 20;

/**
 * The files that `sources` name by their path, and those name in turn: the schema that a service loads, the settings that it starts
 * with, a script of any language. A path starts from the repository or from the folder of the file that names it; a folder without
 * Go stands for all that is in it. What Go sees by itself is left out.
 */
export function listNamedFiles(sources: readonly string[], { files, root, read }: Naming): string[] {
  const known = new Set(files);
  const folders = new Map<string, string[]>();
  for (const file of files) {
    for (let dir = posix.dirname(file); dir !== '.' && dir !== root; dir = posix.dirname(dir)) {
      const inside = folders.get(dir);
      if (inside) inside.push(file);
      else folders.set(dir, [file]);
    }
  }
  const found = new Set<string>();
  const queue = [...sources];
  for (let source = queue.pop(); source !== undefined; source = queue.pop()) {
    const text = read(source)
      .slice(0, MAX_TEXT)
      .replace(/\$(\w+|\{\w+\})\//g, '/'); // `$PWD/x`
    const starts = [root, posix.dirname(source)];
    const words = new Set(text.match(WORD)?.map((word) => word.replace(/^\/|[./]+$/g, '')));
    for (const path of new Set(
      [...words].flatMap((word) => starts.map((start) => posix.join(start, word))),
    )) {
      const inside = folders.get(path) ?? [];
      const named = known.has(path) ? [path] : inside.some((file) => file.endsWith('.go')) ? [] : inside;
      for (const file of named) {
        if (found.has(file) || sources.includes(file) || OF_GO.test(file)) continue;
        found.add(file);
        queue.push(file);
      }
    }
  }
  return [...found].sort();
}
