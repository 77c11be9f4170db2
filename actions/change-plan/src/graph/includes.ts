import { posix } from 'node:path';
import type { SourceLine } from '../reads/claims.ts';
import type { PackageGraph } from './graph.ts';
import type { Owner } from './ownership.ts';

/** Lines that pull other files into C, assembly or cgo code, for `git grep -E`. */
export const INCLUDE_LINES = String.raw`^[[:space:]/*]*(.*\*/)?[[:space:]]*([#%]|%:|\?\?=)[[:space:]]*(include|include_next|import|embed|cgo)|\.(incbin|include)[[:space:]]`;

/** Files that can hold such lines. */
export const INCLUDING = [
  '*.go',
  '*.s',
  '*.S',
  '*.sx',
  '*.c',
  '*.cc',
  '*.cpp',
  '*.cxx',
  '*.m',
  '*.h',
  '*.hh',
  '*.hpp',
  '*.hxx',
  '*.inc',
  '*.inl',
  '*.ipp',
  '*.tcc',
  '*.def',
  '*.asm',
  '*.swig',
  '*.swigcxx',
  '*.i',
] as const;

const INCLUDE =
  /(?:[#%]|%:|\?\?=)\s*(?:include|include_next|import|embed)\s*(?:["<]([^">]+)[">])?|\.(?:incbin|include)\s+"([^"]+)"/;

/**
 * The packages that a file is compiled into by `#include`, whatever folder it lies in: assembly finds `"../b/macros.h"` from its own
 * folder, cgo from there and from its `-I` folders. A name counts from any folder, so that no search path has to be
 * known; an include whose name is a macro can mean every header.
 */
export function includersBy(lines: readonly SourceLine[], graph: PackageGraph): (path: string) => Owner[] {
  const byName = new Map<string, { readonly file: string; readonly tail: string }[]>();
  const anywhere: string[] = [];
  const folders: { readonly file: string; readonly dir: string }[] = [];
  for (const { file, text } of lines) {
    for (const dir of cgoFolders(text, posix.dirname(file))) folders.push({ file, dir });
    const match = INCLUDE.exec(text);
    if (!match) continue;
    const named = match[1] ?? match[2];
    if (named === undefined) {
      anywhere.push(file);
      continue;
    }
    const tail = posix.normalize(named.replaceAll('\\', '/')).replace(/^(\.\.\/|\/)+/, '');
    const name = posix.basename(tail);
    byName.set(name, [...(byName.get(name) ?? []), { file, tail }]);
  }
  const includers = (path: string): string[] => [
    ...(byName.get(posix.basename(path)) ?? [])
      .filter(({ tail }) => path === tail || path.endsWith(`/${tail}`))
      .map(({ file }) => file),
    ...folders
      .filter(({ dir }) => dir === '.' || path === dir || path.startsWith(`${dir}/`))
      .map(({ file }) => file),
    ...(HEADER.test(path) ? anywhere : []),
  ];
  return (path) => {
    const files = new Set(includers(path));
    // A Set's iteration goes on over what is added meanwhile: headers include headers.
    for (const file of files) for (const next of includers(file)) files.add(next);
    const packages = new Set([...files].flatMap((file) => graph.byDir.get(posix.dirname(file))?.path ?? []));
    return [...packages].map((owner) => ({ kind: 'included', effect: 'compile', path: owner }));
  };
}

const HEADER = /\.(h|hh|hpp|hxx|inc|inl|ipp|tcc|def)$/;

/** Folders and files of the repository that a `#cgo` line names: `-I${SRCDIR}/../inc`, `-L../lib`, `${SRCDIR}/x.a`. */
function cgoFolders(text: string, dir: string): string[] {
  const flags = /(?:#|%:|\?\?=)\s*cgo\b[^:]*:(.*)$/.exec(text)?.[1] ?? '';
  return flags.split(/[\s,="']+/).flatMap((flag) => {
    const named = /^(?:-[IL]|-isystem|-iquote|-include)?(.*)$/.exec(flag)?.[1] ?? '';
    const path = named.replace(/^\$\{SRCDIR\}\/?/, './');
    if (!/^\.{1,2}(\/|$)/.test(path) && !/^-[ILi]/.test(flag)) return [];
    const target = posix.normalize(posix.join(dir, path));
    return path === '' || posix.isAbsolute(path) || target === '..' || target.startsWith('../')
      ? []
      : [target.replace(/(?<=.)\/$/, '')];
  });
}
