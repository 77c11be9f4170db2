import { describe, expect, it } from 'vitest';
import {
  flagsOf,
  listFlagFolders,
  listFlagNames,
  listNames,
  listPkgConfigFolders,
  listQuoted,
  usesC,
} from '../../../../actions/setup-go-cache/src/build-cache/native-names.ts';

describe('what a C source names', () => {
  it.each([
    { text: '#include "a.h"\n# include <b/c.h>\n', want: ['a.h', 'b/c.h'] },
    { text: '%include "x.i"\n%:include "y.h"\n??=include "z.h"\n', want: ['x.i', 'y.h', 'z.h'] },
    { text: '#embed "x.bin" limit(4)\n', want: ['x.bin'] },
    { text: '#if __has_include(<opt/x.h>)\n', want: ['opt/x.h'] },
    { text: '.include "x.s"\n__asm__(".incbin \\"y.bin\\"");\n', want: ['x.s', 'y.bin'] },
    { text: '#inc\\\nlude "spliced.h"\n', want: ['spliced.h'] },
    { text: '#include NAME\n', want: 'any' },
    { text: 'int includes = 1; // see #include "x.h"\n', want: [] },
  ])('$text', ({ text, want }) => expect(listNames(text, false)).toEqual(want));

  it('names from comments and from behind them', () => {
    expect(listNames('/* a */ #include "a.h"\n/*\n#include "b.h"\n*/\n', false)).toEqual(
      expect.arrayContaining(['a.h', 'b.h']),
    );
    expect(listQuoted('#include "a.h"\n#include <b.h>\n')).toEqual(['a.h']);
  });
});

describe('what a Go file with C names', () => {
  const GO =
    'package a\n\n/* #cgo linux LDFLAGS: -L${SRCDIR}/../lib -l:x.bin\n#include "a.h" */\nimport "C"\n';

  it('names in front of the import, and the files of its flags', () => {
    expect(usesC(GO)).toBe(true);
    expect(usesC('package a\n')).toBe(false);
    expect(new Set(listNames(GO, true))).toEqual(new Set(['a.h', 'x.bin']));
    expect(listNames('import "C"\n// #include "later.h"\n', true)).toEqual([]);
    expect(flagsOf(GO)[0]).toContain('-l:x.bin');
  });

  it('the folders of a pkg-config file, through its variables', () => {
    const text =
      'prefix=${pcfiledir}/../..\nincludedir = ${prefix}/include\nCflags: -I${includedir}/x -DX\nLibs.private: -L/opt/y -lz\n';
    expect(listPkgConfigFolders(text, '/opt/x/lib/pkgconfig')).toEqual(
      expect.arrayContaining(['/opt/x/lib/pkgconfig/../../include/x', '/opt/y']),
    );
    expect(listPkgConfigFolders('Cflags: -Iinclude\n', '/opt')).toEqual([]);
  });

  it('the files and folders of flags', () => {
    expect(listFlagNames('-include ${SRCDIR}/../x.cfg -Wl,--version-script=y.map -O2')).toEqual([
      '../x.cfg',
      'y.map',
    ]);
    expect(listFlagFolders('-I${SRCDIR}/inc -isystem /opt/x -L ../lib')).toEqual([
      './inc',
      '/opt/x',
      '../lib',
    ]);
  });
});
