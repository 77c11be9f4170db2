import { posix } from 'node:path';
import { flagsOf, listFlagFolders, listFlagNames, listNames, listQuoted, usesC } from './native-names.ts';

/**
 * What the C compiler, the assembler and the linker read without Go's knowledge (golang/go#24355): Go hashes the C files,
 * headers and assembly of a package's own folder, and nothing that those include or link from elsewhere.
 */

/** Files of a package's own folder that are part of Go's key (go/build: CFiles, CXXFiles, HFiles, SFiles, SysoFiles, …). */
const SEEN = /\.(c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|for|f90|s|sx|swig|swigcxx|syso)$/i;
/** What a linker takes; and pkg-config's files, which say what it takes. */
const LIBRARY = /\.(a|o|obj|lib|dll|dylib|tbd|so|pc)$|\.so\.[\d.]+$/i;
const GO = /\.go$/i;
const { isAbsolute } = posix;

/** A checkout: its files relative to the root, with slashes, and a way to look into them. */
export type Checkout = {
  readonly files: readonly string[];
  /** The flags that the job's environment gives to compilers and linkers, with absolute paths below the root made relative to it. */
  readonly flags: readonly string[];
  /** Those of them that are links to folders. */
  listFolderLinks(): readonly string[];
  /** The text as latin1; undefined when it cannot be read. */
  read(path: string): string | undefined;
};

/** What packages with C or assembly take from outside of what Go hashes, sorted. */
export type ForeignInputs = {
  /**
   * Files of the checkout. In doubt a file is one of them: a name that is not found beside the file that includes it means every
   * file of that name, and an include whose name is computed means every file that is not Go.
   */
  readonly files: readonly string[];
  /**
   * The folders that such packages search, and which may get a file during the job that is gone before its end: relative to the root,
   * whether they are there or not. What is searched beside a source is its own folder and what its includes name from there.
   */
  readonly searched: readonly string[];
  /** Absolute folders and files that flags name; undefined where nothing is C or assembly. */
  readonly outside: readonly string[] | undefined;
};

export function listForeignInputs(checkout: Checkout): ForeignInputs {
  const { foreign, searched, outside } = readNative(checkout);
  return {
    files: [...foreign].sort(),
    outside: outside && [...outside].sort(),
    searched: [...searched].filter((folder) => !/^(\.\.(\/|$)|\/)/.test(folder)).sort(),
  };
}

function readNative({ files, flags, listFolderLinks, read }: Checkout) {
  const byName = Map.groupBy(files, (path) => posix.basename(path).toLowerCase());
  const known = new Set(files);
  const libraries = files.filter((path) => LIBRARY.test(path));
  const folders = new Set(files.filter((path) => GO.test(path)).map((path) => posix.dirname(path)));
  const foreign = new Set<string>();
  const searched = new Set<string>();
  const named = flags.flatMap(listFlagNames).map((path) => posix.normalize(path));
  const folderFlags = flags.flatMap(listFlagFolders);
  let outside: Set<string> | undefined;
  let folderLinks: readonly string[] | undefined;

  for (const [folder, own] of Map.groupBy(files, (path) => posix.dirname(path))) {
    if (!folders.has(folder)) continue;
    const withC = own.filter((path) => GO.test(path) && usesC(read(path) ?? ''));
    const sources = own.filter((path) => SEEN.test(path));
    if (withC.length === 0 && !sources.some((path) => /\.sx?$/i.test(path))) continue;
    folderLinks ??= listFolderLinks();
    outside ??= new Set([...named, ...folderFlags].filter(isAbsolute));
    for (const name of folderFlags) searched.add(posix.normalize(name));
    for (const path of [...folderLinks, ...(withC.length > 0 ? libraries : [])]) foreign.add(path);

    const forced = named.filter((path) => known.has(path));
    for (const path of forced) foreign.add(path);
    const seen = new Set([...withC, ...sources, ...forced]);
    const queue = [...seen];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const text = read(path) ?? '';
      const names = listNames(text, GO.test(path));
      for (const name of listMissing(path, text, names)) searched.add(name);
      for (const name of [...(names === 'any' ? [] : names), ...foldersOf(path, text)])
        if (isAbsolute(name)) outside.add(name);
      const found =
        names === 'any' ? files.filter((file) => !GO.test(file)) : names.flatMap((name) => find(path, name));
      for (const file of found) {
        if (posix.dirname(file) !== folder || !SEEN.test(file)) foreign.add(file);
        if (seen.has(file)) continue;
        seen.add(file);
        if (names !== 'any' && !LIBRARY.test(file)) queue.push(file);
      }
    }
  }
  return { foreign, searched, outside };

  function find(from: string, name: string): readonly string[] {
    const beside = posix.join(posix.dirname(from), name);
    if (known.has(beside)) return [beside];
    return byName.get(posix.basename(name).toLowerCase()) ?? [];
  }

  function listMissing(from: string, text: string, names: readonly string[] | 'any'): string[] {
    const missing = names === 'any' ? [] : listQuoted(text).filter((name) => find(from, name).length === 0);
    const wanted = [...foldersOf(from, text), ...missing.map((name) => posix.dirname(name))];
    return wanted.filter((name) => !isAbsolute(name)).map((name) => posix.join(posix.dirname(from), name));
  }
}

/** The folders that the `#cgo` lines of a Go file name. */
const foldersOf = (path: string, text: string): string[] =>
  GO.test(path) ? flagsOf(text).flatMap(listFlagFolders) : [];
