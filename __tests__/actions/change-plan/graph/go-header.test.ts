import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackages, readGoEnv } from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { embeds } from '../../../actions/change-plan/src/embed.ts';
import { isScript, parseGoHeader } from '../../../actions/change-plan/src/go-header.ts';
import { aliasesBy } from '../../../actions/change-plan/src/links.ts';

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

  it.each([
    { source: '//go:build ignore\n\npackage main\n', want: true },
    { source: '// Copyright\n\n//go:build ignore \r\n\r\npackage main\r\n', want: true },
    { source: '//go:build windows\n\npackage x\n', want: false },
    { source: '//go:build ignore || linux\n\npackage x\n', want: false },
    { source: '/*\n//go:build ignore\n*/\npackage x\n', want: false },
    { source: 'package x\n\nvar t = `\n//go:build ignore\n\npackage main\n`\n', want: false },
  ])('says of $source whether it is a script: $want', ({ source, want }) =>
    expect(isScript(source)).toBe(want),
  );

  it('reads embed patterns in every quoting', () => {
    const source =
      'package x\n\n//go:embed a.txt "b c.txt" `d`\nvar x string\n\n//go:embed all:static\nvar y string\n// go:embed no\n';
    expect(parseGoHeader(source).embeds).toEqual(['a.txt', 'b c.txt', 'd', 'all:static']);
  });
});

describe('embeds', () => {
  it('takes in every file that the go command embeds', async () => {
    const files = [
      'a.txt',
      'b.md',
      'static/x.css',
      'static/deep/y.css',
      'static/.hidden',
      'static/_u/z',
      's[1].txt',
      'é.txt',
      'a-b',
      'dir.d/f',
    ];
    const patterns = [
      'a.txt',
      '*.txt',
      'static',
      'all:static',
      'static/*.css',
      'stat?c/deep',
      '[a-b].*',
      '[^a].md',
      '*',
      's\\[1\\].txt',
      '?.txt',
      'a-[b]',
      'd*',
    ];
    await using project = await createProject({
      'go.mod': 'module m\n\ngo 1.24\n',
      ...Object.fromEntries(files.map((file) => [`all/${file}`, 'x'])),
    });
    for (const pattern of patterns) {
      await project.write({
        'all/x.go': `package all\n\nimport "embed"\n\n//go:embed ${JSON.stringify(pattern)}\nvar v embed.FS\n`,
      });
      const [pkg] = await listPackages({
        dir: project.dir,
        patterns: ['./all'],
        fields: ['EmbedFiles', 'Error'],
      });
      expect({ pattern, error: pkg?.Error?.Err }).toEqual({ pattern, error: undefined });
      const embedded = new Set(pkg?.EmbedFiles);
      expect(embedded.size).toBeGreaterThan(0);
      const missed = files.filter((file) => embedded.has(file) && !embeds(pattern, file));
      // One too many is safe, but only below a folder: hidden files.
      const extra = files.filter((file) => !embedded.has(file) && embeds(pattern, file));
      expect({ pattern, missed, extra: extra.filter((file) => !/\/[._]/.test(file)) }).toEqual({
        pattern,
        missed: [],
        extra: [],
      });
    }
  });

  it('takes in everything when Go would refuse the pattern', () => {
    for (const pattern of ['[', '[z-a]', 'a\\']) expect(embeds(pattern, 'x')).toBe(true);
  });
});

describe('aliasesBy', () => {
  it.each([
    { name: 'a link to a file', links: [['a/l', '../b/f']], path: 'b/f', want: ['a/l'] },
    {
      name: 'a link to a folder',
      links: [['a/testdata', '../shared/']],
      path: 'shared/x/y',
      want: ['a/testdata/x/y'],
    },
    {
      name: 'a link to a link',
      links: [
        ['l1', 'f'],
        ['d/l2', '../l1'],
      ],
      path: 'f',
      want: ['l1', 'd/l2'],
    },
    { name: 'a link to the root', links: [['a/root', '..']], path: 'f', want: ['a/root/f'] },
    {
      name: 'links out of the tree',
      links: [
        ['a', '/etc'],
        ['b/c', '../../x'],
        ['d', ''],
      ],
      path: 'x',
      want: [],
    },
    { name: 'a name that only begins alike', links: [['l', 'ab']], path: 'abc', want: [] },
  ])('follows $name', ({ links, path, want }) => {
    const named = links.map(([link = '', target = '']) => ({ path: link, target }));
    expect(aliasesBy(named)(path)).toEqual(want);
  });

  it('ends on loops', () => {
    const loops = [
      { path: 'a', target: 'a' },
      { path: 'x/y', target: '..' },
      { path: 'p', target: 'q' },
      { path: 'q', target: 'p' },
    ];
    expect(aliasesBy(loops)('x/f').length).toBeLessThan(20);
  });
});
