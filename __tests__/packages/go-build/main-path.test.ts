import { expect, it } from 'vitest';
import { toImportPath } from '../../../packages/go-build/src/main-path.ts';

const modules = [
  { dir: '.', path: 'm.test/x' },
  { dir: 'tools', path: 'm.test/x/tools' },
].map((module) => module as Parameters<typeof toImportPath>[2][number]);

it.each([
  ['./cmd/api', '.', 'm.test/x/cmd/api'],
  ['./cmd/api/', '.', 'm.test/x/cmd/api'],
  ['.', '.', 'm.test/x'],
  ['./', '.', 'm.test/x'],
  ['./tools/gen', '.', 'm.test/x/tools/gen'],
  ['./tools', '.', 'm.test/x/tools'],
  ['./gen', 'tools', 'm.test/x/tools/gen'],
  ['.', 'tools', 'm.test/x/tools'],
  ['./toolsmith', '.', 'm.test/x/toolsmith'],
  ['m.test/x/cmd/api', 'tools', 'm.test/x/cmd/api'],
  ['cmd/api', '.', 'cmd/api'],
])('%s in %s is %s', (path, prefix, want) => expect(toImportPath(path, prefix, modules)).toBe(want));

it('a folder of no module stays as it is', () => {
  expect(toImportPath('./cmd', '.', modules.slice(1))).toBe('./cmd');
});
