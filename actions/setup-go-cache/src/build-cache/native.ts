import { posix } from 'node:path';

/**
 * What the C compiler, the assembler and the linker read without Go's knowledge (golang/go#24355): Go hashes the C files,
 * headers and assembly of a package's own folder, and nothing that those include or link from elsewhere.
 */

/** Files of a package's own folder that are part of Go's key (go/build: CFiles, CXXFiles, HFiles, SFiles, SysoFiles, …). */
const SEEN = /\.(c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|for|f90|s|sx|swig|swigcxx|syso)$/i;
/** What a linker takes; and pkg-config's files, which say what it takes. */
const LIBRARY = /\.(a|o|obj|lib|dll|dylib|tbd|so|pc)$|\.so\.[\d.]+$/i;
const GO = /\.go$/i;

/** A checkout: its files relative to the root, with slashes, and a way to look into them. */
export type Checkout = {
  readonly files: readonly string[];
  /** Those of them that are links to folders. */
  listFolderLinks(): readonly string[];
  /** The text as latin1; undefined when it cannot be read. */
  read(path: string): string | undefined;
};

/** Whether a Go file may have C in it: `import "C"` can stand in a group, behind a semicolon or a comment. */
const C_IMPORT = /"C"/g;
const usesC = (text: string): boolean => text.search(C_IMPORT) >= 0;

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
};

export function listForeignInputs(checkout: Checkout): ForeignInputs {
  const { foreign, searched } = readNative(checkout);
  return {
    files: [...foreign].sort(),
    searched: [...searched].filter((folder) => !/^(\.\.(\/|$)|\/)/.test(folder)).sort(),
  };
}

function readNative({ files, listFolderLinks, read }: Checkout) {
  const byName = Map.groupBy(files, (path) => posix.basename(path).toLowerCase());
  const known = new Set(files);
  const libraries = files.filter((path) => LIBRARY.test(path));
  const folders = new Set(files.filter((path) => GO.test(path)).map((path) => posix.dirname(path)));
  const foreign = new Set<string>();
  const searched = new Set<string>();
  let folderLinks: readonly string[] | undefined;

  for (const [folder, own] of Map.groupBy(files, (path) => posix.dirname(path))) {
    if (!folders.has(folder)) continue;
    const withC = own.filter((path) => GO.test(path) && usesC(read(path) ?? ''));
    const sources = own.filter((path) => SEEN.test(path));
    if (withC.length === 0 && !sources.some((path) => /\.sx?$/i.test(path))) continue;
    folderLinks ??= listFolderLinks();
    for (const path of [...folderLinks, ...(withC.length > 0 ? libraries : [])]) foreign.add(path);

    const seen = new Set([...withC, ...sources]);
    const queue = [...seen];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const text = read(path) ?? '';
      const names = listNames(text, GO.test(path));
      for (const name of listMissing(path, text, names)) searched.add(name);
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
  return { foreign, searched };

  function find(from: string, name: string): readonly string[] {
    const beside = posix.join(posix.dirname(from), name);
    if (known.has(beside)) return [beside];
    return byName.get(posix.basename(name).toLowerCase()) ?? [];
  }

  function listMissing(from: string, text: string, names: readonly string[] | 'any'): string[] {
    const folder = posix.dirname(from);
    const flagged = GO.test(from) ? listFlagFolders(preambleOf(text)) : [];
    const quoted = [...text.matchAll(/include[ \t]*"([^"\n]+)"/g)].map(([, name = '']) => name);
    const missing = names === 'any' ? [] : quoted.filter((name) => find(from, name).length === 0);
    return [...flagged, ...missing.map((name) => posix.dirname(name))].map((name) =>
      posix.join(folder, name),
    );
  }
}

/** `#include "x"`, `#include <x>`, `#include X`, SWIG's `%include`, C23's `#embed`, behind the `//` of a Go file, too. */
const DIRECTIVE =
  /^[ \t]*(?:\/\/)?[ \t]*[#%][ \t]*(?:include|include_next|import|embed)\b[ \t]*(?:["<]([^">\n]+)[">]|([A-Za-z_]\w*))/gm;
/** The assembler's `.include` and `.incbin` (in a string of C, too), and Fortran's `include`. */
const QUOTED = /(?:\.incbin|\.include|^[ \t]*include)\b[ \t]*\\?["']([^"'\\\n]+)/gim;
/** An `.incbin` whose name a macro puts together. */
const COMPUTED_INCBIN = /\.incbin\b(?![ \t]*(?:\\"[^"\\\n]+\\"|"[^"\\\n]+"|'[^'\\\n]+'))/i;
const CGO = /^[ \t]*(?:\/\/)?[ \t]*#cgo\b[^:\n]*:(.*)$/gm;

/** The names that a source includes or links; `any` when one of them is only known to the preprocessor. */
function listNames(text: string, isGo: boolean): readonly string[] | 'any' {
  const source = isGo ? preambleOf(text) : text;
  const names: string[] = [];
  if (COMPUTED_INCBIN.test(source)) return 'any';
  for (const [, name, computed] of source.matchAll(DIRECTIVE)) {
    if (computed !== undefined) return 'any';
    if (name) names.push(name.trim());
  }
  for (const [, name = ''] of source.matchAll(QUOTED)) names.push(name);
  if (isGo) for (const [, flags = ''] of source.matchAll(CGO)) names.push(...listFlagNames(flags));
  return names;
}

/** Files that flags name: `${SRCDIR}/../lib/libx.a`, `-include ../config.txt`, `-Wl,--version-script=x.map`, `-DNAME="x.h"`. */
function listFlagNames(flags: string): string[] {
  return flags
    .split(/[\s,="'\\]+/)
    .map((flag) => flag.replace(/^\$\{SRCDIR\}\/?/, '').replace(/^-(?:l:|[A-Za-z](?=[./]))/, ''))
    .filter((flag) => flag !== '' && !flag.startsWith('-'));
}

/** The folders that flags name, from the folder of their source: `-I../include`, `-L${SRCDIR}/../lib`, `-isystem x`. */
function listFlagFolders(preamble: string): string[] {
  const flags = [...preamble.matchAll(CGO)].flatMap(([, text = '']) => text.split(/[\s,="'\\]+/));
  return flags.flatMap((flag, i) => {
    const [, own] = /^-[ILF](.*)$/.exec(flag) ?? [];
    const named = own === '' || flag === '-isystem' || flag === '-iquote' ? flags[i + 1] : own;
    return named && !named.startsWith('/') ? [named.replace(/^\$\{SRCDIR\}\/?/, './')] : [];
  });
}

/** The comments of a Go file in front of `import "C"`; the rest of it is Go. */
function preambleOf(text: string): string {
  let last = 0;
  for (const match of text.matchAll(C_IMPORT)) last = match.index;
  return text.slice(0, last);
}
