import { type Files, moduleProxyFiles } from '@go-actions/test-kit';
import { PACKAGES, PLACES, type Place } from './model.ts';

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
    '.gitignore': '*.a\n*.o\n',
    'clib/clib.c': `#include "clib.h"\nconst char *clib(void) { return "${token('clib/clib.c', 'lib ')}"; }\n`,
    'clib/clib.h': `#define LIBHEADER "${token('clib/clib.h', 'libheader ')}"\nconst char *clib(void);\n`,
    'library/library.go': `package library

// #cgo CFLAGS: -I\${SRCDIR}/../clib
// #cgo LDFLAGS: -L\${SRCDIR}/../clib -lclib
// #include <clib.h>
import "C"

func Show() string { return C.GoString(C.clib()) + "," + C.LIBHEADER }
`,
    'library/library_test.go': showTest('library', 'Show()'),
    'linked/linked.go': 'package linked\n',
    'linked/linked_test.go': showTest(
      'linked',
      'read("testdata/file.txt") + "," + read("testdata/folder/deep.txt") + "," + read("../VERSION")',
    ),
    VERSION: token('VERSION', 'version '),
    'target/real.txt': token('target/real.txt', 'linkedfile '),
    'target/folder/deep.txt': token('target/folder/deep.txt', 'linkedfolder '),
    'sib/go.mod': `module ${MODULE}/sib\n\ngo 1.24\n\nrequire ${MODULE} v0.0.0\n\nreplace ${MODULE} => ../\n`,
    'sib/inner/inner.go': 'package inner\n',
    'sib/inner/inner_test.go': showTest(
      'sib/inner',
      'read("../testdata/own.txt") + "," + mid.Show()',
      `${MODULE}/mid`,
    ),
    'sib/testdata/own.txt': token('sib/testdata/own.txt', 'own '),
    'sib/outside/outside.go': 'package outside\n',
    'sib/outside/outside_test.go': showTest(
      'sib/outside',
      'read("../../shared/file.txt") + "," + read("../../VERSION")',
    ),
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
	"${MODULE}/library"
	"${MODULE}/top"
)

func main() {
	fmt.Println("SHOWS", "program", top.Show()+","+alone.Show()+","+library.Show()+","+dep.Name)
}
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

/** The links of the repository, by their targets. */
export const LINKS: Readonly<Record<string, string>> = {
  'linked/testdata/file.txt': '../../target/real.txt',
  'linked/testdata/folder': '../../target/folder',
};

/** A test that shows an expression; `read` reads a file. */
function showTest(who: string, shown: string, ...imports: readonly string[]): string {
  const reads = shown.includes('read(');
  const names = ['fmt', ...(reads ? ['os'] : []), 'testing', ...imports].map((path) => `\t"${path}"\n`);
  const read = `
func read(name string) string {
	data, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return string(data)
}
`;
  return `package ${who.split('/').at(-1)}

import (
${names.join('')})
${reads ? read : ''}
func TestShow(t *testing.T) { fmt.Println("SHOWS", "${who}", ${shown}) }
`;
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

/** The one dependency, as a module proxy on disk, and its lines for go.sum are Go's to write. */
export const PROXY: Files = moduleProxyFiles('example.com/dep', 'v1.0.0', {
  'go.mod': 'module example.com/dep\n\ngo 1.24\n',
  'dep.go': 'package dep\n\nconst Name = "dep"\n',
  'sub/sub.go': 'package sub\n\nconst Name = "sub"\n',
});
