import { expect, it } from 'vitest';
import { readGolangciConfig } from '../../../../actions/lint-gate/src/checks/golangci-config.ts';

it.each([
  { name: 'a plain one', file: '.golangci.yml', text: 'version: "2"\nrun: { tests: true }\n', notes: [] },
  {
    name: 'YAML without tests',
    file: '.golangci.yml',
    text: 'run:\n  tests: false\n  build-tags: [a, b]\n',
    notes: [
      '.golangci.yml leaves test files out (`run.tests: false`).',
      '.golangci.yml analyses with build tags of its own (`run.build-tags`: a, b).',
    ],
  },
  {
    name: 'JSON, in capitals',
    file: '.golangci.json',
    text: '{"Run":{"Tests":false,"go":"1.17"}}',
    notes: [
      '.golangci.json leaves test files out (`run.tests: false`).',
      '.golangci.json analyses as for Go 1.17 (`run.go`).',
    ],
  },
  {
    name: 'TOML',
    file: '.golangci.toml',
    text: '[run]\ntests = false\n',
    notes: ['.golangci.toml leaves test files out (`run.tests: false`).'],
  },
  {
    name: 'a merged key',
    file: '.golangci.yml',
    text: 'x: &x { tests: false }\nrun:\n  <<: *x\n',
    notes: ['.golangci.yml leaves test files out (`run.tests: false`).'],
  },
  { name: 'what is no YAML', file: '.golangci.yml', text: 'run: [', notes: [] },
  { name: 'a list', file: '.golangci.yml', text: '- run\n', notes: [] },
])('says what $name leaves out', ({ file, text, notes }) =>
  expect(readGolangciConfig(`/r/${file}`, text)).toEqual({ notes }),
);

it('refuses a form of output that no flag overrules, and names the key', () => {
  const text = 'output: { formats: { tsv: { path: /home/runner/.bashrc }, sarif: { path: x } } }';
  expect(readGolangciConfig('/r/.golangci.yml', text).refused?.message).toMatch(
    /^\.golangci\.yml writes a file by `output\.formats\.tsv\.path`/,
  );
});
