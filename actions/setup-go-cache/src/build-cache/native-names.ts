/** Whether a Go file may have C in it: `import "C"` can stand in a group, behind a semicolon or a comment. */
const C_IMPORT = /"C"/g;
export const usesC = (text: string): boolean => text.search(C_IMPORT) >= 0;

/** The start of a directive: `#`, SWIG's `%`, and the other spellings that C has for it. */
const HASH = String.raw`^[ \t]*(?:\/\/)?[ \t]*(?:[#%]|%:|\?\?=)[ \t]*`;
/** `#include "x"`, `#include <x>`, `#include X`, SWIG's `%include`, C23's `#embed`, behind the `//` of a Go file, too. */
const DIRECTIVE = new RegExp(
  String.raw`${HASH}(?:include|include_next|import|embed)\b[ \t]*(?:["<]([^">\n]+)[">]|([A-Za-z_]\w*))`,
  'gm',
);
/** What is asked for: it may be there next time. */
const ASKED = /__has_(?:include|include_next|embed)[ \t]*\(?[ \t]*["<]([^">\n]+)[">]/g;
/** The assembler's `.include` and `.incbin` (in a string of C, too), and Fortran's `include`. */
const QUOTED = /(?:\.incbin|\.include|^[ \t]*include)\b[ \t]*\\?["']([^"'\\\n]+)/gim;
/** An `.incbin` whose name a macro puts together. */
const COMPUTED_INCBIN = /\.incbin\b(?![ \t]*(?:\\"[^"\\\n]+\\"|"[^"\\\n]+"|'[^'\\\n]+'))/i;
const CGO = new RegExp(String.raw`${HASH}cgo\b[^:\n]*:(.*)$`, 'gm');

/** The names that a source includes or links; `any` when one of them is only known to the preprocessor. */
export function listNames(text: string, isGo: boolean): readonly string[] | 'any' {
  const names: string[] = [];
  for (const source of readingsOf(isGo ? preambleOf(text) : text)) {
    if (COMPUTED_INCBIN.test(source)) return 'any';
    for (const [, name, computed] of source.matchAll(DIRECTIVE)) {
      if (computed !== undefined) return 'any';
      if (name) names.push(name.trim());
    }
    for (const pattern of [ASKED, QUOTED])
      for (const [, name = ''] of source.matchAll(pattern)) names.push(name);
  }
  if (isGo) for (const flags of flagsOf(text)) names.push(...listFlagNames(flags));
  return names;
}

/** The names that may have to be found beside a source: those in quotes. */
export const listQuoted = (text: string): string[] =>
  [...text.matchAll(/(?:include|embed)[ \t]*\(?[ \t]*"([^"\n]+)"/g)].map(([, name = '']) => name);

/** What follows `#cgo …:` in the lines of a Go file. */
export const flagsOf = (text: string): string[] =>
  readingsOf(preambleOf(text)).flatMap((source) => [...source.matchAll(CGO)].map(([, flags = '']) => flags));

/** Files that flags name: `${SRCDIR}/../lib/libx.a`, `-include ../config.txt`, `-Wl,--version-script=x.map`, `-DNAME="x.h"`. */
export const listFlagNames = (flags: string): string[] =>
  wordsOf(flags)
    .map((flag) => flag.replace(/^\$\{SRCDIR\}\/?/, '').replace(/^-(?:l:|[A-Za-z](?=[./]))/, ''))
    .filter((flag) => flag !== '' && !flag.startsWith('-'));

/** The folders that flags name: `-I../include`, `-L${SRCDIR}/../lib`, `-isystem x`; `./` is that of their source. */
export function listFlagFolders(flags: string): string[] {
  const words = wordsOf(flags);
  return words.flatMap((flag, i) => {
    const [, own] = /^-[ILF](.*)$/.exec(flag) ?? [];
    const named = own === '' || flag === '-isystem' || flag === '-iquote' ? words[i + 1] : own;
    return named ? [named.replace(/^\$\{SRCDIR\}\/?/, './')] : [];
  });
}

/** The folders outside of the checkout that a file of pkg-config names in its flags, with its variables filled in. */
export function listPkgConfigFolders(text: string, dir: string): string[] {
  const variables = new Map([['pcfiledir', dir]]);
  const fill = (value: string) =>
    value.replace(/\$\{(\w+)\}/g, (_, name: string) => variables.get(name) ?? '');
  const flags: string[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', sign, value = ''] = /^\s*([\w.]+)\s*([=:])\s*(.*?)\s*$/.exec(line) ?? [];
    if (sign === '=') variables.set(name, fill(value));
    else if (/^(cflags|libs)\b/i.test(name)) flags.push(fill(value));
  }
  return flags
    .flatMap((line) => [...listFlagFolders(line), ...listFlagNames(line)])
    .filter((path) => path.startsWith('/'));
}

const wordsOf = (flags: string): string[] => flags.split(/[\s,="'\\]+/);

/** The comments of a Go file in front of `import "C"`; the rest of it is Go. */
function preambleOf(text: string): string {
  let last = 0;
  for (const match of text.matchAll(C_IMPORT)) last = match.index;
  return text.slice(0, last);
}

/** A source as its lines are joined, with what its comments say, and without: a directive may follow one, or lie in Go's. */
function readingsOf(text: string): string[] {
  const joined = text.includes('\\') ? text.replace(/\\\r?\n/g, '') : text;
  if (!joined.includes('/*')) return [joined];
  return [joined.replace(/\/\*|\*\//g, ' '), joined.replace(/\/\*[\s\S]*?\*\//g, ' ')];
}
