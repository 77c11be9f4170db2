import { parseToolInfo } from '@go-actions/tool-install';
import { describe, expect, it } from 'vitest';

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
  version: 'v0.8.1',
};

describe('parseToolInfo', () => {
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
  ])('$name', ({ text, want }) => expect(parseToolInfo(text)).toEqual(want));
});
