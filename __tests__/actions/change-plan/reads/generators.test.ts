import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../../actions/change-plan/src/graph/graph.ts';
import { findGenerators, isNamedBy } from '../../../../actions/change-plan/src/reads/generators.ts';
import { packageNode } from '../package-node.ts';

const graph = buildGraph(
  ['a', 'lib', 'tools/gen'].map((dir) => packageNode(`m/${dir}`, dir, { main: dir === 'tools/gen' })),
);
const at = (file: string, command: string) => ({ file, text: `//go:generate ${command}` });

describe('findGenerators', () => {
  it.each([
    { command: 'stringer -type=State', want: new Set() },
    { command: 'go run ../tools/gen -o x.json', want: new Set(['m/tools/gen']) },
    { command: 'go tool gen -x', want: new Set(['m/tools/gen']) },
    { command: 'go run m/tools/gen', want: new Set(['m/tools/gen']) },
    { command: 'go run gen.go', want: 'any' },
    { command: 'mockgen -source=../lib/lib.go', want: 'any' },
    { command: 'controller-gen object paths="./..."', want: 'any' },
  ])('$command', ({ command, want }) =>
    expect(findGenerators([at('a/a.go', command)], graph)).toEqual([{ tests: 'm/a', targets: want }]),
  );

  it('a line in a folder that is no package stands for itself', () =>
    expect(findGenerators([at('x/gen.go', 'buf generate')], graph)[0]?.tests).toBe('x'));
});

it.each([
  { command: 'oapi-codegen -o gen.go ../docs/openapi.yaml', path: 'docs/openapi.yaml', want: true },
  { command: 'go run ./cmd/app --out=docs/cli', path: 'docs/cli/app.md', want: true },
  { command: 'swag init', path: 'docs/guide.md', want: false },
])('$command names $path: $want', ({ command, path, want }) =>
  expect(isNamedBy(at('a/a.go', command), path)).toBe(want),
);
