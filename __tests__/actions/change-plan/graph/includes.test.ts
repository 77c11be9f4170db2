import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../../actions/change-plan/src/graph/graph.ts';
import { includersBy } from '../../../../actions/change-plan/src/graph/includes.ts';
import { packageNode } from '../package-node.ts';

const node = (dir: string) => packageNode(`m/${dir}`, dir);

describe('includersBy', () => {
  const graph = buildGraph([node('a'), node('b'), node('c')]);
  const rows = [
    {
      name: 'assembly',
      lines: [['a/x_amd64.s', '#include "../b/macros.h"']],
      path: 'b/macros.h',
      want: ['m/a'],
    },
    { name: 'cgo', lines: [['a/x.go', '// #include "../b/x.h"']], path: 'b/x.h', want: ['m/a'] },
    {
      name: 'a search path',
      lines: [['a/x.go', '#include <proto/x.h>']],
      path: 'inc/proto/x.h',
      want: ['m/a'],
    },
    {
      name: 'a C source',
      lines: [['a/x.c', '# include "../src/impl.c"']],
      path: 'src/impl.c',
      want: ['m/a'],
    },
    {
      name: 'any other file',
      lines: [['a/x.c', '#include "../src/table.inc"']],
      path: 'src/table.inc',
      want: ['m/a'],
    },
    {
      name: 'headers that include headers',
      lines: [
        ['a/x.s', '#include "../inc/one.h"'],
        ['inc/one.h', '#include "two.h"'],
        ['c/x.h', '#include "../inc/one.h"'],
      ],
      path: 'inc/two.h',
      want: ['m/a', 'm/c'],
    },
    {
      name: 'a directive in another spelling',
      lines: [['a/x.c', '%:include "../b/x.md"']],
      path: 'b/x.md',
      want: ['m/a'],
    },
    {
      name: 'headers in a circle',
      lines: [
        ['a/x.h', '#include "y.h"'],
        ['a/y.h', '#include "x.h"'],
      ],
      path: 'a/x.h',
      want: ['m/a'],
    },
    { name: 'a macro for a name', lines: [['a/x.c', '#include CONFIG_H']], path: 'gen/any.h', want: ['m/a'] },
    {
      name: 'a folder of -I',
      lines: [['a/x.go', '#cgo CFLAGS: -I${SRCDIR}/../inc -O2']],
      path: 'inc/deep/z.def',
      want: ['m/a'],
    },
    {
      name: 'a library',
      lines: [['a/x.go', '// #cgo linux LDFLAGS: ${SRCDIR}/../lib/libz.a']],
      path: 'lib/libz.a',
      want: ['m/a'],
    },
    { name: 'binary data', lines: [['a/x.S', '.incbin "blob.bin"']], path: 'a/blob.bin', want: ['m/a'] },
    {
      name: 'nothing of the same ending',
      lines: [['a/x.s', '#include "macros.h"']],
      path: 'b/mymacros.h',
      want: [],
    },
    {
      name: 'nothing outside of the repository',
      lines: [['a/x.go', '#cgo CFLAGS: -I/usr/include -I../../..']],
      path: 'b/x.h',
      want: [],
    },
  ];
  it.each(rows)('$name', ({ lines, path, want }) => {
    const found = includersBy(
      lines.map(([file = '', text = '']) => ({ file, text })),
      graph,
    )(path);
    expect(found.map((owner) => owner.path).sort()).toEqual(want);
  });
});
