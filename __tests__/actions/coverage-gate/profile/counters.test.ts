import { readFile } from 'node:fs/promises';
import type { GoPackage } from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { parseCounters } from '../../../../actions/coverage-gate/src/profile/counters.ts';
import { writeUntested } from '../../../../actions/coverage-gate/src/profile/io/untested.ts';

const MAIN = [
  'package main',
  'import "fmt"',
  'var literal = func() int { return 1 }',
  'func main() { // 0, // 1',
  '\tfor range 3 {',
  '\t\tfmt.Println(`\tPos: [3 * 1]uint32{`)',
  '\t}',
  '}',
  '',
].join('\n');

it('gives a package without tests the blocks that go gives it since 1.22', async () => {
  await using project = await createProject({
    'go.mod': 'module example.com/m\n\ngo 1.24\n',
    'main.go': MAIN,
    'types.go': 'package main\n\ntype X int\n',
    'p/p_test.go': 'package p\n',
  });
  await project.exec('go', ['test', '-coverprofile=go.out', './...']);
  const pkg = {
    ImportPath: 'example.com/m',
    Dir: project.dir,
    GoFiles: ['main.go', 'types.go'],
  } as GoPackage;
  await writeUntested(project.path('own.out'), [pkg], project.path('go.out'));
  const lines = async (name: string) =>
    (await readFile(project.path(name), 'utf8')).trim().split('\n').sort();
  expect(await lines('own.out')).toEqual(await lines('go.out'));
});

it('reads nothing from what has no tables', () => {
  expect(parseCounters('package p\n\t\t5, 7, 0xa000d, // [0]\n')).toEqual([]);
});
