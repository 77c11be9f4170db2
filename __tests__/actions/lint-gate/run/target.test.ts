import { expect, it } from 'vitest';
import { parseLintTarget } from '../../../../actions/lint-gate/src/run/target.ts';

it.each([
  {
    text: 'windows/amd64',
    want: { name: 'windows/amd64', env: { GOOS: 'windows', GOARCH: 'amd64' }, tags: [] },
  },
  {
    text: 'linux/arm/7:integration,e2e',
    want: {
      name: 'linux/arm/7:integration,e2e',
      env: { GOOS: 'linux', GOARCH: 'arm', GOARM: '7' },
      tags: ['integration', 'e2e'],
    },
  },
  { text: 'linux', throws: 'expected targets such as' },
  { text: 'linux/amd64:', throws: 'expected targets such as "linux/amd64"' },
  { text: 'linux/amd64:a b', throws: 'expected targets' },
  { text: 'linux/amd64:a:b', throws: 'expected targets' },
  { text: 'linux/amd64:-toolexec=x', throws: 'expected targets' },
  { text: '../x', throws: 'expected targets' },
])('reads the target $text', (row) => {
  if ('throws' in row) expect(() => parseLintTarget(row.text)).toThrow(row.throws);
  else expect(parseLintTarget(row.text)).toEqual(row.want);
});
