import { parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../../actions/change-plan/src/facts.ts';
import { buildGraph, type PackageNode } from '../../../../actions/change-plan/src/graph/graph.ts';
import { parseGlob } from '../../../../actions/change-plan/src/rules/globs.ts';
import { judgePath } from '../../../../actions/change-plan/src/rules/judgement.ts';
import { parseRules } from '../../../../actions/change-plan/src/rules/rules.ts';
import { packageNode } from '../package-node.ts';

const node = (dir: string, more: Partial<PackageNode> = {}) => packageNode(`m/${dir}`, dir, more);
const goMod = parseGoMod('module m\n\ngo 1.24\n');
const FACTS: Facts = {
  layout: {
    graph: buildGraph([
      node('lib', { embeds: ['help.md'] }),
      node('cmd/app', { main: true }),
      { ...node('x'), path: 'example.com/dep', dir: undefined, module: 'example.com/dep', selectable: false },
    ]),
    modules: [{ dir: '.', path: 'm', goMod }],
    replaced: [],
    vendors: ['.'],
  },
  policy: {
    rules: parseRules('deploy/**: e2e\nassets/**: []\nlib/**: contract'),
    always: [parseGlob('Makefile')],
    workflow: '.github/workflows/ci.yml',
    prefix: '.',
  },
  moduleChanges: new Map([['.', { modules: new Set(['example.com/dep']), tools: false }]]),
  aliases: (path) => (path === 'real.mk' ? ['Makefile'] : path === 'deps.txt' ? ['sub/go.mod'] : []),
  includersOf: (path) =>
    path === 'inc/x.inc' ? [{ kind: 'included', effect: 'compile', path: 'm/lib' }] : [],
  reads: {
    readersOf: (path) => (path === 'docs/read.md' ? ['m/cmd/app'] : []),
    namersOf: (path) => (path === 'docs/named.md' ? ['m/lib'] : []),
  },
  generators: [],
  generated: new Set(),
  kinds: new Map([['x', ['e2e']]]),
};

describe('judgePath', () => {
  it.each([
    {
      name: 'the workflow that runs this',
      path: '.github/workflows/ci.yml',
      want: { asks: 'everything', why: 'it is the workflow that runs this' },
    },
    { name: '`always`', path: 'Makefile', want: { asks: 'everything', why: '`always` lists `Makefile`' } },
    { name: 'what a link of `always` leads to', path: 'real.mk', want: { asks: 'everything' } },
    { name: 'what a link called go.mod leads to', path: 'deps.txt', want: { asks: 'everything' } },
    {
      name: 'a source, with the rules that add to it',
      path: 'lib/a.go',
      want: { asks: 'checks', checks: ['lint', 'unit', 'contract'], compile: ['m/lib'], test: [] },
    },
    {
      name: 'a source below cmd/, with the rule of the layout',
      path: 'cmd/app/main.go',
      want: { checks: ['lint', 'unit', 'build', 'e2e'], compile: ['m/cmd/app'] },
    },
    {
      name: 'a test stays with its package',
      path: 'lib/a_test.go',
      want: { compile: [], test: ['m/lib'] },
    },
    { name: 'an embedded document', path: 'lib/help.md', want: { asks: 'checks', compile: ['m/lib'] } },
    { name: 'a file that another one includes', path: 'inc/x.inc', want: { compile: ['m/lib'] } },
    {
      name: 'go.mod, by the versions that changed',
      path: 'go.mod',
      want: { asks: 'checks', checks: ['lint', 'unit'], compile: ['example.com/dep'] },
    },
    {
      name: 'a rule for a file of nobody',
      path: 'deploy/app.yaml',
      want: { asks: 'checks', checks: ['e2e'], compile: [], test: [] },
    },
    { name: 'an empty rule', path: 'assets/a.png', want: { asks: 'nothing' } },
    { name: 'a document', path: 'docs/a.md', want: { asks: 'nothing' } },
    { name: 'a document that a test reads', path: 'docs/read.md', want: { test: ['m/cmd/app'] } },
    { name: 'a document that code names', path: 'docs/named.md', want: { test: ['m/lib'] } },
    { name: 'a document beside Go files', path: 'cmd/app/README.md', want: { test: ['m/cmd/app'] } },
    {
      name: 'what nobody owns',
      path: 'config.yaml',
      want: { asks: 'everything', why: 'no package owns it, and nothing in `rules` names it' },
    },
  ])('$name', ({ path, want }) => expect(judgePath(path, FACTS)).toMatchObject({ path, ...want }));
});
