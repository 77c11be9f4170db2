import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackages, readGoEnv } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { parseGoHeader } from '../../../../actions/change-plan/src/graph/go-header.ts';

describe('parseGoHeader', () => {
  it('finds the imports that go list finds, in the standard library', async () => {
    const { GOROOT = '' } = await readGoEnv('.', ['GOROOT']);
    const packages = await listPackages({
      dir: join(GOROOT, 'src'),
      patterns: ['net/...', 'go/...', 'encoding/...', 'crypto/...'],
      fields: ['Dir', 'Standard', 'ImportMap', 'GoFiles', 'CgoFiles', 'Imports', 'EmbedPatterns'],
    });
    expect(packages.length).toBeGreaterThan(50);
    for (const { ImportPath, Dir = '', GoFiles = [], CgoFiles = [], ImportMap = {}, ...want } of packages) {
      const sources = await Promise.all(
        [...GoFiles, ...CgoFiles].map((file) => readFile(join(Dir, file), 'utf8')),
      );
      const heads = sources.map(parseGoHeader);
      const imports = new Set(heads.flatMap((head) => head.imports.map((path) => ImportMap[path] ?? path)));
      // go list adds what cgo brings along, and not the pseudo package itself.
      const brought = CgoFiles.length > 0 ? ['C', 'runtime/cgo', 'syscall', 'unsafe'] : [];
      const plain = (paths: Iterable<string>) => [...paths].filter((path) => !brought.includes(path)).sort();
      expect({ ImportPath, imports: plain(imports) }).toEqual({
        ImportPath,
        imports: plain(want.Imports ?? []),
      });
      expect(new Set(heads.flatMap((head) => head.embeds))).toEqual(new Set(want.EmbedPatterns ?? []));
    }
  });

  it.each([
    {
      name: 'names, dots, blanks and raw strings',
      source: 'package x; import (a "m/a"; . "m/b"\n_ `m/c`); import d "m/d"\n',
      imports: ['m/a', 'm/b', 'm/c', 'm/d'],
    },
    {
      name: 'comments everywhere',
      source: '/* import "no" */ package /**/ x // import "no"\nimport /* y */ "m/a" // z\n',
      imports: ['m/a'],
    },
    {
      name: 'nothing after the imports',
      source: 'package x\nimport "m/a"\nvar s = "import \\"m/b\\""\nimport "m/c"\n',
      imports: ['m/a'],
    },
    {
      name: 'a byte order mark and CRLF',
      source: '\uFEFFpackage x\r\nimport (\r\n\t"m/a"\r\n)\r\n',
      imports: ['m/a'],
    },
    { name: 'what is readable of a broken file', source: 'package x\nimport (\n"m/a"\n', imports: ['m/a'] },
    { name: 'no Go at all', source: '<html>"m/a"</html>', imports: [] },
  ])('reads $name', ({ source, imports }) => expect(parseGoHeader(source).imports).toEqual(imports));

  it('reads embed patterns in every quoting', () => {
    const source =
      'package x\n\n//go:embed a.txt "b c.txt" `d`\nvar x string\n\n//go:embed all:static\nvar y string\n\nvar (\n\t//go:embed in\n\tz string\n)\n// go:embed no\n';
    expect(parseGoHeader(source).embeds).toEqual(['a.txt', 'b c.txt', 'd', 'all:static', 'in']);
  });
});
