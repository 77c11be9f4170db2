import { readFileSync } from 'node:fs';
import { inRoot } from '@go-actions/tools';
import { expect, it } from 'vitest';

/** What only GitHub's runners show: the README names it, and a job of our CI shows it. */
const HOSTED_ONLY = [
  'runners with Linux, macOS and Windows',
  "GitHub's enforcement of permissions",
  'hosted cache',
  'artifact service',
  'job container',
  'image that buildx made',
  "keyless signing by Sigstore's public services",
  'cluster',
];

it('what the README calls not covered by the local suite is shown by a job of ci.yml, which says so', () => {
  const jobs = readFileSync(inRoot('.github/workflows/ci.yml'), 'utf8').split(/^jobs:$/m)[1] ?? '';
  const names = [...jobs.matchAll(/^ {2}[\w-]+:$/gm)];
  const shown = [...jobs.matchAll(/^ {2}# Shows (.*)\n {2}[\w-]+:$/gm)].map(([, what]) => what);
  expect(shown).toHaveLength(names.length);
  const readme = /^\*Not covered by the local suite\*[\s\S]*?\n\n/m.exec(
    readFileSync(inRoot('README.md'), 'utf8'),
  )?.[0];
  for (const what of HOSTED_ONLY) {
    expect(readme).toContain(what);
    expect(shown.join('\n')).toContain(what);
  }
});
