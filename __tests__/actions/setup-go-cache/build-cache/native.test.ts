import { describe, expect, it } from 'vitest';
import { listForeignInputs } from '../../../../actions/setup-go-cache/src/build-cache/native.ts';

const C = (preamble: string) => `package a\n\n${preamble}import "C"\n`;

describe('case cache-plan/39: what compilers read without Go', () => {
  const rows: { name: string; files: Record<string, string>; want: string[] }[] = [
    {
      name: 'nothing in pure Go',
      files: { 'a/a.go': 'package a\n', 'lib/x.h': '', 'lib/x.a': '' },
      want: [],
    },
    {
      name: "not a package's own headers and sources",
      files: { 'a/a.go': C('// #include "own.h"\n'), 'a/own.h': '', 'a/own.c': '#include "own.h"\n' },
      want: [],
    },
    {
      name: 'not the headers of a package next door with the same name',
      files: {
        'a/a.go': C('// #include "x.h"\n'),
        'a/x.h': '',
        'b/b.go': C('// #include "x.h"\n'),
        'b/x.h': '',
      },
      want: [],
    },
    {
      name: 'a header next door',
      files: { 'a/a.go': C('// #include "../inc/x.h"\n'), 'inc/x.h': '' },
      want: ['inc/x.h'],
    },
    {
      name: 'a header on a path of flags',
      files: { 'a/a.go': C('/*\n#cgo CFLAGS: -I../inc\n#include <deep/x.h>\n*/\n'), 'inc/deep/x.h': '' },
      want: ['inc/deep/x.h'],
    },
    {
      name: 'what such a header includes',
      files: {
        'a/a.go': C('// #include "../inc/x.h"\n'),
        'inc/x.h': '#include "y.inc"\n',
        'inc/y.inc': '',
        'inc/z.h': '',
      },
      want: ['inc/x.h', 'inc/y.inc'],
    },
    {
      name: 'a C source that another one includes',
      files: { 'a/a.go': C(''), 'a/all.c': '#include "../src/impl.c"\n', 'src/impl.c': '' },
      want: ['src/impl.c'],
    },
    {
      name: 'assembly that includes a file of another package',
      files: {
        'a/a.go': 'package a\n',
        'a/a_amd64.s': '#include "../b/macros.h"\n#include "textflag.h"\n',
        'b/b.go': 'package b\n',
        'b/macros.h': '',
      },
      want: ['b/macros.h'],
    },
    {
      name: 'libraries, wherever they are',
      files: {
        'a/a.go': C('// #cgo LDFLAGS: -L${SRCDIR}/../lib -lx\n'),
        'lib/libx.a': '',
        'lib/liby.so.1.2': '',
        'a/own.a': '',
      },
      want: ['a/own.a', 'lib/libx.a', 'lib/liby.so.1.2'],
    },
    {
      name: 'files that flags name',
      files: {
        'a/a.go': C(
          '// #cgo CFLAGS: -include ${SRCDIR}/../conf/auto.txt\n// #cgo LDFLAGS: -Wl,--version-script=x.map\n',
        ),
        'conf/auto.txt': '',
        'a/x.map': '',
      },
      want: ['a/x.map', 'conf/auto.txt'],
    },
    {
      name: 'bytes that are assembled in',
      files: {
        'a/a.go': C(''),
        'a/blob.c': '__asm__(".incbin \\"../data/blob.bin\\"");\n',
        'data/blob.bin': '',
      },
      want: ['data/blob.bin'],
    },
    {
      name: 'everything but Go when a name is computed',
      files: { 'a/a.go': C('// #include NAME\n'), 'x/y.table': '', 'README.md': '', 'b/b.go': 'package b\n' },
      want: ['README.md', 'x/y.table'],
    },
  ];
  const INCBIN = '#define INCBIN(file) asm(".incbin \\"" file "\\"")\nINCBIN("../data/blob.bin")\n';
  const more: typeof rows = [
    {
      name: 'bytes whose name a macro puts together: any file',
      files: { 'a/a.go': C(''), 'a/a.c': INCBIN, 'data/blob.bin': '', 'docs/x.md': '' },
      want: ['data/blob.bin', 'docs/x.md'],
    },
    {
      name: 'bytes that are named',
      files: {
        'a/a.go': C('// __asm__(".incbin \\"../data/blob.bin\\"");\n'),
        'data/blob.bin': '',
        'docs/x.md': '',
      },
      want: ['data/blob.bin'],
    },
    {
      name: 'an import with a comment in it',
      files: { 'a/a.go': 'package a\n\n// #include "../inc/x.h"\nimport /* C */ "C"\n', 'inc/x.h': '' },
      want: ['inc/x.h'],
    },
    {
      name: 'a header in a comment of one line',
      files: { 'a/a.go': C('/* #include "../inc/x.h" */\n'), 'inc/x.h': '' },
      want: ['inc/x.h'],
    },
    {
      name: 'directives behind comments, over two lines, and in the other spellings of C',
      files: {
        'a/a.go': C('// #include "all.h"\n'),
        'a/all.h':
          '/* 1 */ #include "i/1.inc"\n#\\\ninclude "i/2.inc"\n%:include "i/3.inc"\n# /* 4 */ include "i/4.inc"\n',
        ...Object.fromEntries([1, 2, 3, 4].map((n) => [`a/i/${n}.inc`, ''])),
      },
      want: [1, 2, 3, 4].map((n) => `a/i/${n}.inc`),
    },
    {
      name: 'a header that is asked for',
      files: { 'a/a.go': C('// #if __has_include("opt/x.h")\n'), 'a/opt/x.h': '' },
      want: ['a/opt/x.h'],
    },
    {
      name: 'a library by its whole name',
      files: { 'a/a.go': C('// #cgo LDFLAGS: -L../lib -l:x.bin\n'), 'lib/x.bin': '' },
      want: ['lib/x.bin'],
    },
  ];
  it.each([...rows, ...more])('$name', ({ files, want }) =>
    expect(
      listForeignInputs({
        files: Object.keys(files),
        flags: [],
        listFolderLinks: () => [],
        read: (path) => files[path],
      }).files,
    ).toEqual(want),
  );

  it('what the flags of the environment name, and absolute paths wherever they stand', () => {
    const files: Record<string, string> = {
      'a/a.go': C('// #cgo LDFLAGS: -L/opt/x/lib -lx /opt/y/liby.a\n// #include "/srv/z.h"\n'),
      'conf/force.cfg': '#include "more.cfg"\n',
      'conf/more.cfg': '',
    };
    const checkout = {
      files: Object.keys(files),
      flags: ['-include ./conf/force.cfg -I/home/include -isystem /home/deps'],
      listFolderLinks: () => [],
      read: (path: string) => files[path],
    };
    expect(listForeignInputs(checkout)).toMatchObject({
      files: ['conf/force.cfg', 'conf/more.cfg'],
      outside: ['/home/deps', '/home/include', '/opt/x/lib', '/opt/y/liby.a', '/srv/z.h'],
    });
    // Nothing of it counts in pure Go.
    const pure = { ...checkout, read: () => 'package a\n' };
    expect(listForeignInputs(pure)).toMatchObject({ files: [], outside: undefined });
  });

  it('the links to folders, once there is C or assembly', () => {
    const foreign = (source: string) =>
      listForeignInputs({
        files: ['a/a.go', 'inc'],
        flags: [],
        listFolderLinks: () => ['inc'],
        read: (path) => (path === 'a/a.go' ? source : undefined),
      }).files;
    expect(foreign(C(''))).toEqual(['inc']);
    expect(foreign('package a\n')).toEqual([]);
  });

  it('the folders that it searches, for files that come and go during the job', () => {
    const files: Record<string, string> = {
      'a/a.go': C(
        '// #cgo CFLAGS: -I${SRCDIR}/../inc -I gen -I/usr/include\n// #cgo LDFLAGS: -L../lib -lx\n// #include "../out/x.h"\n// #include "own.h"\n// #include <stdio.h>\n',
      ),
      'a/own.h': '',
    };
    const { searched } = listForeignInputs({
      files: Object.keys(files),
      flags: [],
      listFolderLinks: () => [],
      read: (path) => files[path],
    });
    expect(searched).toEqual(['a/gen', 'inc', 'lib', 'out']);
  });
});
