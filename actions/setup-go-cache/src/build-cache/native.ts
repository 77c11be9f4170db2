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
  /** The text as latin1; undefined when it cannot be read. */
  read(path: string): string | undefined;
};

/** Whether a Go file has C in it. */
const usesC = (text: string): boolean => /^[ \t]*(import[ \t(]*)?"C"/m.test(text);

/**
 * The files of a checkout that packages with C or assembly take from outside of what Go hashes, sorted. In doubt a file is
 * one of them: a name that is not found beside the file that includes it means every file of that name, and an include whose
 * name is computed means every file that is not Go.
 */
export function listForeignInputs({ files, read }: Checkout): string[] {
  const byName = Map.groupBy(files, (path) => posix.basename(path).toLowerCase());
  const known = new Set(files);
  const folders = new Set(files.filter((path) => GO.test(path)).map((path) => posix.dirname(path)));
  const foreign = new Set<string>();
  const links = new Set<string>();

  for (const [folder, own] of Map.groupBy(files, (path) => posix.dirname(path))) {
    if (!folders.has(folder)) continue;
    const withC = own.filter((path) => GO.test(path) && usesC(read(path) ?? ''));
    const sources = own.filter((path) => SEEN.test(path));
    if (withC.length === 0 && !sources.some((path) => /\.sx?$/i.test(path))) continue;
    if (withC.length > 0) for (const path of files) if (LIBRARY.test(path)) links.add(path);

    const seen = new Set([...withC, ...sources]);
    const queue = [...seen];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const names = listNames(read(path) ?? '', GO.test(path));
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
  return [...new Set([...foreign, ...links])].sort();

  function find(from: string, name: string): readonly string[] {
    const beside = posix.join(posix.dirname(from), name);
    if (known.has(beside)) return [beside];
    return byName.get(posix.basename(name).toLowerCase()) ?? [];
  }
}

/** `#include "x"`, `#include <x>`, `#include X`, SWIG's `%include`, C23's `#embed`, behind the `//` of a Go file, too. */
const DIRECTIVE =
  /^[ \t]*(?:\/\/)?[ \t]*[#%][ \t]*(?:include|include_next|import|embed)\b[ \t]*(?:["<]([^">\n]+)[">]|([A-Za-z_]\w*))/gm;
/** The assembler's `.include` and `.incbin` (in a string of C, too), and Fortran's `include`. */
const QUOTED = /(?:\.incbin|\.include|^[ \t]*include)\b[ \t]*\\?["']([^"'\\\n]+)/gim;
const CGO = /^[ \t]*(?:\/\/)?[ \t]*#cgo\b[^:\n]*:(.*)$/gm;

/** The names that a source includes or links; `any` when one of them is only known to the preprocessor. */
function listNames(text: string, isGo: boolean): readonly string[] | 'any' {
  const source = isGo ? preambleOf(text) : text;
  const names: string[] = [];
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
    .map((flag) => flag.replace(/^\$\{SRCDIR\}\/?/, '').replace(/^-[A-Za-z](?=[./])/, ''))
    .filter((flag) => flag !== '' && !flag.startsWith('-'));
}

/** The comments of a Go file in front of `import "C"`; the rest of it is Go. */
function preambleOf(text: string): string {
  const end = /^[ \t]*(?:import[ \t(]*)?"C"/gm;
  let last = 0;
  for (const match of text.matchAll(end)) last = match.index;
  return text.slice(0, last);
}
