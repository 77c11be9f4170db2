import { parseGoVersion } from '@go-actions/go-project';
import { buildToolchain, explainMisfit, toolFolder } from '@go-actions/tool-install';
import { describe, expect, it } from 'vitest';

const go = parseGoVersion;

const INFO = {
  goVersion: 'go1.26.8',
  pkg: 'honnef.co/go/tools/cmd/staticcheck',
  version: 'v0.8.1',
};

describe('explainMisfit', () => {
  const want = { pkg: INFO.pkg, version: 'v0.8.1', goVersion: go('go1.26.8') };
  it.each([
    { name: 'accepts the same version and Go', info: INFO, want: undefined },
    {
      name: 'accepts an older patch of the same minor',
      info: { ...INFO, goVersion: 'go1.26.1' },
      want: undefined,
    },
    { name: 'accepts a newer Go', info: { ...INFO, goVersion: 'go1.27.3' }, want: undefined },
    {
      name: 'refuses an older Go',
      info: { ...INFO, goVersion: 'go1.25.9' },
      want: 'it was built with go1.25.9, and the modules use go1.26',
    },
    { name: 'refuses another version', info: { ...INFO, version: 'v0.8.0' }, want: 'it is v0.8.0' },
    {
      name: 'refuses another program',
      info: { ...INFO, pkg: 'evil.example/x' },
      want: 'it is evil.example/x',
    },
    {
      name: 'refuses a program without a stamp',
      info: undefined,
      want: 'it carries no Go build information',
    },
  ])('$name', ({ info, want: answer }) => expect(explainMisfit(info, want)).toBe(answer));
});

describe('buildToolchain', () => {
  it.each([
    {
      name: 'names the modules’ Go when it is newer',
      module: 'go1.27.3',
      local: 'go1.26.8',
      want: 'go1.27.3+auto',
    },
    {
      name: 'stays at the local Go when that is newer',
      module: 'go1.24.4',
      local: 'go1.26.8',
      want: 'local+auto',
    },
    { name: 'cannot name a vendor’s Go', module: 'go1.27.3-acme', local: 'go1.26.8', want: 'local+auto' },
  ])('$name', ({ module, local, want }) => expect(buildToolchain(go(module), go(local))).toBe(want));
});

it('puts the Go minor into the folder of the tool cache', () => {
  const folder = toolFolder('golangci-lint', 'v2.13.1', go('go1.26.8'), 'x64');
  expect(folder).toEqual(['golangci-lint', '2.13.1-go1.26', 'x64']);
});
