/** What a checkout may hold to get its own code run; a line that runs writes its name to the file that TRAP stands for. */
const TRAP = '@@TRAP@@';

const script = (name: string): string => `#!/bin/sh\necho ${name} >> ${TRAP}\n`;
const module = (name: string): string =>
  `require('node:fs').appendFileSync(${JSON.stringify(TRAP)}, ${JSON.stringify(`${name}\n`)});\n`;
const action = (main: string): string =>
  `name: Not ours\ndescription: x\nruns:\n  using: node24\n  pre: ${main}\n  main: ${main}\n`;

/**
 * Files of a pull request that wants to be the pipeline: actions and a workflow of our names, bundles where ours lie, the
 * programs that a job calls, and names that are commands to a shell, to the runner's log or to Markdown. All names are in
 * code, since some of them cannot be checked out everywhere.
 */
const FILES: Readonly<Record<string, string>> = {
  'actions/lint-gate/action.yml': action('../../dist/lint-gate/index.js'),
  'actions/setup-go-cache/action.yml': action('../../dist/lint-gate/index.js'),
  'action.yml': action('dist/lint-gate/index.js'),
  'dist/lint-gate/package.json': '{ "type": "commonjs" }\n',
  'dist/lint-gate/index.js': module('an action of the checkout'),
  '.github/workflows/go-ci.yml':
    'on: workflow_call\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n      - run: sh ./go\n',
  'node_modules/@actions/core/index.js': module('a library of the checkout'),
  go: script('go of the checkout'),
  git: script('git of the checkout'),
  gofmt: script('gofmt of the checkout'),
  staticcheck: script('staticcheck of the checkout'),
  [`docs/$(sh ${'go'}).md`]: 'A name for a shell.\n',
  'docs/`sh go`; sh go #.md': 'Another one.\n',
  'docs/a\n::error::owned.md': 'A name for the log.\n',
  'docs/%0A::set-output name=verdict::pass.md': 'A name for an older log.\n',
  'docs/![x](https:--evil.example-x.png) @everyone <b>.md': 'A name for Markdown.\n',
  '--help': 'A name for a program.\n',
  'pricing/owned::error::x.go': 'package pricing\n',
};

/** The files of the scene; `trap` is where code of the checkout would leave its mark. */
export function hostileFiles(trap: string): Record<string, string> {
  return Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path, text.replaceAll(TRAP, trap)]));
}
