import { parseGoVersion } from '@go-actions/go-project';
import {
  buildToolchain,
  explainMisfit,
  findChecksum,
  golangciRelease,
  parseBuildInfo,
  toolFolder,
} from '@go-actions/tool-install';
import { describe, expect, it } from 'vitest';

const go = parseGoVersion;
const STAMP = [
  '/opt/bin/staticcheck: go1.26.8',
  '\tpath\thonnef.co/go/tools/cmd/staticcheck',
  '\tmod\thonnef.co/go/tools\tv0.8.1\th1:+JKf3xJ1ni4CwrhVg4/pqsfPGP6vNAXcKbMXJodYx3w=',
  '\tdep\tgolang.org/x/mod\tv0.38.0\th1:abc=',
  '\tbuild\t-compiler=gc',
].join('\n');
const INFO = {
  goVersion: 'go1.26.8',
  pkg: 'honnef.co/go/tools/cmd/staticcheck',
  module: 'honnef.co/go/tools',
  version: 'v0.8.1',
};

describe('parseBuildInfo', () => {
  it.each([
    { name: 'reads path, module, version and Go', text: STAMP, want: INFO },
    { name: 'reads CRLF', text: STAMP.replaceAll('\n', '\r\n'), want: INFO },
    { name: 'reads a path with a colon', text: STAMP.replace('/opt', 'C:\\opt'), want: INFO },
    {
      name: 'reads a development Go',
      text: STAMP.replace('go1.26.8', 'devel go1.28-1a2b3c Fri'),
      want: { ...INFO, goVersion: 'go1.28-1a2b3c' },
    },
    {
      name: 'is undefined without a module',
      text: '/bin/x: go1.26.8\n\tpath\tcommand-line-arguments',
      want: undefined,
    },
    { name: 'is undefined for nothing', text: '', want: undefined },
  ])('$name', ({ text, want }) => expect(parseBuildInfo(text)).toEqual(want));
});

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

describe('findChecksum', () => {
  const a = 'a'.repeat(64);
  const b = 'b'.repeat(64);
  const listing = `${b}  x.tar.gz.sbom.json\n${a}  x.tar.gz\n${b} *x.zip\nnonsense\n`;
  it.each([
    { name: 'takes the exact name, not one that it begins', file: 'x.tar.gz', want: a },
    { name: 'reads the binary form', file: 'x.zip', want: b },
    { name: 'is undefined for another name', file: 'x.tar', want: undefined },
  ])('$name', ({ file, want }) => expect(findChecksum(listing, file)).toBe(want));
});

it('puts the Go minor into the folder of the tool cache', () => {
  const folder = toolFolder('golangci-lint', 'v2.13.1', go('go1.26.8'), 'x64');
  expect(folder).toEqual(['golangci-lint', '2.13.1-go1.26', 'x64']);
});

it('names the files of a golangci-lint release', () => {
  expect(golangciRelease('v2.13.1', { os: 'win32', arch: 'x64' }, 'https://github.com')).toEqual({
    folder: 'https://github.com/golangci/golangci-lint/releases/download/v2.13.1',
    archive: 'golangci-lint-2.13.1-windows-amd64.zip',
    checksums: 'golangci-lint-2.13.1-checksums.txt',
    member: 'golangci-lint-2.13.1-windows-amd64/golangci-lint.exe',
  });
  expect(golangciRelease('v2.13.1', { os: 'sunos', arch: 'x64' }, 'https://github.com')).toBeUndefined();
});
