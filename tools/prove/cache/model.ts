import type { Random } from '../coverage/random.ts';

/** A place in a file that an edit may change: a token of fixed length, and what has to notice. */
export type Place = {
  readonly path: string;
  /** Unique in its file: the token stands right behind it. */
  readonly mark: string;
  /** Packages whose tests show the token, directly or through an import. */
  readonly tests: readonly string[];
  /** Whether the program shows it. */
  readonly program: boolean;
  /** Go does not see that it has changed (golang/go#24355), so that the job starts from nothing. */
  readonly foreign?: boolean;
};

const LENGTH = 8;
export const newToken = (random: Random): string =>
  Array.from({ length: LENGTH }, () => random.below(16).toString(16)).join('');

/** Pure Go packages, and those that import them: `mid` shows the values of `leaf`, `top` those of both. */
export const PACKAGES = [
  { name: 'leaf', imports: [], seenBy: ['leaf', 'mid', 'top'] },
  { name: 'mid', imports: ['leaf'], seenBy: ['mid', 'top'] },
  { name: 'top', imports: ['mid', 'native'], seenBy: ['top'] },
  { name: 'alone', imports: [], seenBy: ['alone'] },
] as const;

/** Packages with tests in the module, and those of a module beside it, of which one reads outside of its module. */
export const TESTED = [
  ...PACKAGES.map(({ name }) => name as string),
  'native',
  'lister',
  'library',
  'linked',
];
export const SIBLINGS = ['sib/inner', 'sib/outside'];
/** Its results are never kept: Go does not look at what it reads again. */
export const ALWAYS = ['sib/outside'];

/** `sib/inner` imports `mid`, and with it `leaf`. */
function withSiblings(seenBy: readonly string[]): string[] {
  return seenBy.includes('mid') ? [...seenBy, 'sib/inner'] : [...seenBy];
}

/**
 * A module of which everything that it is made of shows itself: source, embedded files, cgo sources and headers, files and
 * folders that tests read, also through links; and a module beside it. Each test prints all tokens that it depends on, and so does the program: a stale result is one
 * that prints something else than the tree holds.
 */
export const PLACES: readonly Place[] = [
  ...PACKAGES.flatMap(({ name, seenBy }) => [
    { path: `${name}/${name}.go`, mark: 'source ', tests: withSiblings(seenBy), program: true },
    { path: `${name}/embedded.txt`, mark: 'embedded ', tests: withSiblings(seenBy), program: true },
    { path: `${name}/${name}_test.go`, mark: 'test ', tests: [name], program: false },
    { path: `${name}/testdata/input.txt`, mark: 'data ', tests: [name], program: false },
  ]),
  { path: 'native/native.c', mark: 'c ', tests: ['native', 'top'], program: true },
  { path: 'native/native.h', mark: 'h ', tests: ['native', 'top'], program: true },
  { path: 'native/native.go', mark: 'preamble ', tests: ['native', 'top'], program: true },
  { path: 'include/foreign.h', mark: 'foreign ', tests: ['native', 'top'], program: true, foreign: true },
  { path: 'impl/foreign.inc', mark: 'included ', tests: ['native', 'top'], program: true, foreign: true },
  { path: 'clib/clib.c', mark: 'lib ', tests: ['library'], program: true, foreign: true },
  { path: 'clib/clib.h', mark: 'libheader ', tests: ['library'], program: true, foreign: true },
  { path: 'shared/file.txt', mark: 'shared ', tests: ['alone', 'lister', 'sib/outside'], program: false },
  { path: 'VERSION', mark: 'version ', tests: ['linked', 'sib/outside'], program: false },
  // Read through links: to a file, and to a folder.
  { path: 'target/real.txt', mark: 'linkedfile ', tests: ['linked'], program: false },
  { path: 'target/folder/deep.txt', mark: 'linkedfolder ', tests: ['linked'], program: false },
  { path: 'sib/testdata/own.txt', mark: 'own ', tests: ['sib/inner'], program: false },
  // Only its folder is listed, by the test of `lister`; what is in it must not run anything again.
  { path: 'lister/testdata/sub/deep.txt', mark: 'deep ', tests: [], program: false },
  { path: 'README.md', mark: 'readme ', tests: [], program: false },
];

/** The tokens, as words with their marks, that the test of a package (or `program`) has to show now. */
export function expectedWords(who: string, tokens: ReadonlyMap<Place, string>): string[] {
  return PLACES.filter(({ tests, program }) => (who === 'program' ? program : tests.includes(who)))
    .map((place) => `${place.mark}${tokens.get(place)}`)
    .sort();
}

const WORD = new RegExp(`\\b(?:${[...new Set(PLACES.map(({ mark }) => mark))].join('|')})[0-9a-f]{8}`, 'g');

/** The words that were shown, by who showed them. */
export function readShown(output: string): Map<string, string[]> {
  const lines = output.matchAll(/^SHOWS ([\w/]+) (.*)$/gm);
  return new Map([...lines].map(([, who = '', words = '']) => [who, words.match(WORD)?.sort() ?? []]));
}
