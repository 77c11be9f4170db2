import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { scanGo } from '../go-scanner.ts';
import { listBaseNames, mayHaveDirectives, parseDirectives } from '../line-directives.ts';
import type { SourceReader } from './source-reader.ts';

/** A Go file and the file that its `//line` directives name, both relative to the root; the latter need not exist. */
export type LineName = { readonly goFile: string; readonly target: string };

/** Finds the Go files behind names that exist in `//line` directives only, folder by folder. */
export class LineNames {
  readonly #root: string;
  readonly #sources: SourceReader;
  readonly #folders = new Map<string, ReadonlyMap<string, readonly LineName[]>>();

  constructor(root: string, sources: SourceReader) {
    this.#root = root;
    this.#sources = sources;
  }

  /** `path`: where the name would be. A profile has the last part of the directive's name only (cmd/cover). */
  find(path: string): readonly LineName[] {
    const dir = posix.dirname(path);
    let names = this.#folders.get(dir);
    if (!names) {
      names = this.#read(dir);
      this.#folders.set(dir, names);
    }
    return names.get(posix.basename(path)) ?? [];
  }

  #read(dir: string): Map<string, LineName[]> {
    const found = new Map<string, LineName[]>();
    for (const file of this.#listGoFiles(dir)) {
      const goFile = posix.join(dir, file);
      const source = this.#sources.read(goFile);
      if (!source || !mayHaveDirectives(source)) continue;
      for (const name of new Set(parseDirectives(scanGo(source)).map((directive) => directive.file))) {
        for (const base of listBaseNames(name)) {
          // A base that only Windows sees comes from a profile that was made there.
          const path = posix.basename(name) === base ? name : name.replaceAll('\\', '/');
          const target = posix.isAbsolute(path) ? posix.relative(this.#root, path) : posix.join(dir, path);
          found.set(base, [...(found.get(base) ?? []), { goFile, target }]);
        }
      }
    }
    return found;
  }

  #listGoFiles(dir: string): string[] {
    try {
      return readdirSync(join(this.#root, dir)).filter(
        (name) => name.endsWith('.go') && !name.endsWith('_test.go'),
      );
    } catch {
      return []; // a name from a profile: there need not be such a folder
    }
  }
}
