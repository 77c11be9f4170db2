import { type Files, moduleProxyFiles } from '@go-actions/test-kit';
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
const PACKAGES = [
  { name: 'leaf', imports: [], seenBy: ['leaf', 'mid', 'top'] },
  { name: 'mid', imports: ['leaf'], seenBy: ['mid', 'top'] },
  { name: 'top', imports: ['mid', 'native'], seenBy: ['top'] },
  { name: 'alone', imports: [], seenBy: ['alone'] },
] as const;

export const TESTED = [...PACKAGES.map(({ name }) => name as string), 'native', 'lister'];

/**
 * A module of which everything that it is made of shows itself: source, embedded files, cgo sources and headers, files and
 * folders that tests read. Each test prints all tokens that it depends on, and so does the program: a stale result is one
 * that prints something else than the tree holds.
 */
export const PLACES: readonly Place[] = [
  ...PACKAGES.flatMap(({ name, seenBy }) => [
    { path: `${name}/${name}.go`, mark: 'source ', tests: seenBy, program: true },
    { path: `${name}/embedded.txt`, mark: 'embedded ', tests: seenBy, program: true },
    { path: `${name}/${name}_test.go`, mark: 'test ', tests: [name], program: false },
    { path: `${name}/testdata/input.txt`, mark: 'data ', tests: [name], program: false },
  ]),
  { path: 'native/native.c', mark: 'c ', tests: ['native', 'top'], program: true },
  { path: 'native/native.h', mark: 'h ', tests: ['native', 'top'], program: true },
  { path: 'native/native.go', mark: 'preamble ', tests: ['native', 'top'], program: true },
  { path: 'include/foreign.h', mark: 'foreign ', tests: ['native', 'top'], program: true, foreign: true },
  { path: 'impl/foreign.inc', mark: 'included ', tests: ['native', 'top'], program: true, foreign: true },
  { path: 'shared/file.txt', mark: 'shared ', tests: ['alone', 'lister'], program: false },
  // Only its folder is listed, by the test of `lister`; what is in it must not run anything again.
  { path: 'lister/testdata/sub/deep.txt', mark: 'deep ', tests: [], program: false },
  { path: 'README.md', mark: 'readme ', tests: [], program: false },
];

export const MODULE = 'example.com/model';

/** The files of the module, with a token at each place. */
export function writeModel(tokens: ReadonlyMap<Place, string>): Files {
  const token = (path: string, mark: string) => {
    const place = PLACES.find((each) => each.path === path && each.mark === mark);
    return `${mark}${(place && tokens.get(place)) ?? ''}`;
  };
  const files: Record<string, string> = {
    'go.mod': `module ${MODULE}\n\ngo 1.24\n\nrequire example.com/dep v1.0.0\n`,
    'README.md': `# A model\n\n${token('README.md', 'readme ')}\n`,
    'shared/file.txt': token('shared/file.txt', 'shared '),
    'lister/lister.go': 'package lister\n',
    'lister/testdata/sub/deep.txt': token('lister/testdata/sub/deep.txt', 'deep '),
    'lister/lister_test.go': LISTER_TEST,
    'native/native.go': `package native

// #define PREAMBLE "${token('native/native.go', 'preamble ')}"
// #include "native.h"
// static const char *preamble(void) { return PREAMBLE; }
import "C"

func Show() string { return C.GoString(C.words()) + "," + C.GoString(C.preamble()) }
`,
    'native/native.h': `#define WORD "${token('native/native.h', 'h ')}"\nconst char *words(void);\n`,
    'native/native.c': `#include "native.h"
#include "../include/foreign.h"
const char *words(void) { return "${token('native/native.c', 'c ')}," WORD "," FOREIGN; }
`,
    'include/foreign.h': `#include "../impl/foreign.inc"\n#define FOREIGN "${token('include/foreign.h', 'foreign ')}," INCLUDED\n`,
    'impl/foreign.inc': `#define INCLUDED "${token('impl/foreign.inc', 'included ')}"\n`,
    'native/native_test.go': `package native

import (
	"fmt"
	"testing"
)

func TestShow(t *testing.T) { fmt.Println("SHOWS", "native", Show()) }
`,
    'cmd/model/main.go': `package main

import (
	"fmt"

	"example.com/dep"
	"${MODULE}/alone"
	"${MODULE}/top"
)

func main() { fmt.Println("SHOWS", "program", top.Show()+","+alone.Show()+","+dep.Name) }
`,
  };
  for (const { name, imports } of PACKAGES) {
    const lines = imports.map((path) => `\t"${MODULE}/${path}"\n`).join('');
    const shown = imports.map((path) => ` + "," + ${path}.Show()`).join('');
    files[`${name}/embedded.txt`] = token(`${name}/embedded.txt`, 'embedded ');
    files[`${name}/testdata/input.txt`] = token(`${name}/testdata/input.txt`, 'data ');
    files[`${name}/${name}.go`] = `package ${name}

import (
	_ "embed"
${lines})

//go:embed embedded.txt
var embedded string

func Show() string { return "${token(`${name}/${name}.go`, 'source ')}," + embedded${shown} }
`;
    files[`${name}/${name}_test.go`] = `package ${name}

import (
	"fmt"
	"os"
	"testing"
)

func TestShow(t *testing.T) {
	data, err := os.ReadFile("testdata/input.txt")
	if err != nil {
		t.Fatal(err)
	}
	shown := Show() + ",${token(`${name}/${name}_test.go`, 'test ')}," + string(data)
${name === 'alone' ? SHARED : ''}	fmt.Println("SHOWS", "${name}", shown)
}
`;
  }
  return files;
}

const SHARED = `	shared, err := os.ReadFile("../shared/file.txt")
	if err != nil {
		t.Fatal(err)
	}
	shown += "," + string(shared)
`;

const LISTER_TEST = `package lister

import (
	"fmt"
	"os"
	"testing"
)

func TestShow(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	shared, err := os.ReadFile("../shared/file.txt")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("SHOWS", "lister", string(shared), len(entries))
}
`;

/** The tokens, as words with their marks, that the test of a package (or `program`) has to show now. */
export function expectedWords(who: string, tokens: ReadonlyMap<Place, string>): string[] {
  return PLACES.filter(({ tests, program }) => (who === 'program' ? program : tests.includes(who)))
    .map((place) => `${place.mark}${tokens.get(place)}`)
    .sort();
}

/** The words that were shown, by who showed them. */
export function readShown(output: string): Map<string, string[]> {
  const lines = output.matchAll(/^SHOWS (\w+) (.*)$/gm);
  return new Map(
    [...lines].map(([, who = '', words = '']) => [
      who,
      words.match(/(source|embedded|test|data|c|h|foreign|included|preamble|shared) [0-9a-f]{8}/g)?.sort() ??
        [],
    ]),
  );
}

/** The one dependency, as a module proxy on disk, and its lines for go.sum are Go's to write. */
export const PROXY: Files = moduleProxyFiles('example.com/dep', 'v1.0.0', {
  'go.mod': 'module example.com/dep\n\ngo 1.24\n',
  'dep.go': 'package dep\n\nconst Name = "dep"\n',
  'sub/sub.go': 'package sub\n\nconst Name = "sub"\n',
});
