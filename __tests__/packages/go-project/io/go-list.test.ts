import { listPackages } from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const gomod = (path: string) => `module ${path}\n\ngo 1.24\n`;

describe('listPackages', () => {
  it('gives packages in the words of go list, broken ones with their error', async () => {
    await using project = await createProject({
      'go.mod': gomod('example.com/m'),
      'a/a.go': 'package a\nimport _ "example.com/m/b"\n',
      'a/a_test.go': 'package a\nimport _ "testing"\n',
      'b/b.go': 'package b\n',
      'c/c.go': 'package c\nimport _ "example.com/m/missing"\n',
      'd/d.go': '//go:build special\n\npackage d\n',
    });
    const options = { dir: project.dir, patterns: ['./...'] };
    const packages = await listPackages({
      ...options,
      fields: ['ImportPath', 'Imports', 'TestImports', 'Error', 'DepsErrors'],
    });
    const byPath = Object.fromEntries(
      packages.map((pkg) => [pkg.ImportPath.slice('example.com/m/'.length), pkg]),
    );
    expect(byPath.a).toMatchObject({ Imports: ['example.com/m/b'], TestImports: ['testing'] });
    expect(byPath.b).not.toHaveProperty('GoFiles');
    expect(byPath.c?.DepsErrors?.[0]?.Err).toContain('example.com/m/missing');
    const tagged = await listPackages({ ...options, tags: ['special'], fields: ['ImportPath', 'GoFiles'] });
    expect(tagged.find((pkg) => pkg.ImportPath.endsWith('/d'))?.GoFiles).toEqual(['d.go']);
    const tests = await listPackages({
      ...options,
      patterns: ['./a'],
      test: true,
      deps: true,
      fields: ['ImportPath'],
    });
    expect(tests.map((pkg) => pkg.ImportPath)).toEqual(
      expect.arrayContaining(['example.com/m/b', 'example.com/m/a.test']),
    );
  });

  it('throws what the go command said when nothing could be listed', async () => {
    await using project = await createProject({ 'go.mod': 'module m\nnonsense\n' });
    await expect(listPackages({ dir: project.dir, patterns: ['./...'] })).rejects.toThrow(
      /exited with code 1[\s\S]*unknown directive/,
    );
  });
});
