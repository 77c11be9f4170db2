import { describe, expect, it } from 'vitest';
import {
  chooseVersion,
  readVersionFile,
} from '../../../../actions/setup-go-cache/src/toolchain/version-files.ts';

describe('version files', () => {
  const rows = [
    { path: 'go.mod', text: 'module m\ngo 1.24\ntoolchain go1.26.8\n', want: '1.26.8' },
    { path: 'go.mod', text: 'module m\ngo 1.24\ntoolchain default\n', want: '1.24' },
    { path: 'go.mod', text: 'module m\ntoolchain go1.26.8-custom\n', want: '1.26.8' },
    { path: 'go.mod', text: 'module m\n', want: undefined },
    { path: 'go.work', text: 'go 1.25.1\nuse .\n', want: '1.25.1' },
    { path: '.go-version', text: '# ours\n\n1.26.8\n', want: '1.26.8' },
    { path: '.tool-versions', text: 'nodejs 24.1.0\ngolang 1.26.8 # main\n', want: '1.26.8' },
    { path: '.tool-versions', text: 'go prefix:1.26\r\n', want: '1.26' },
    { path: '.tool-versions', text: 'gopls 1.0\n', want: undefined },
    { path: 'mise.toml', text: '[tools]\nnode = "24"\ngo = "1.26"\n', want: '1.26' },
    { path: 'mise.toml', text: '[tools]\ngo = { version = "1.25.6" }\n', want: '1.25.6' },
  ];
  it.each(rows)('$path $text', (row) => expect(readVersionFile(row)?.text).toBe(row.want));

  const MISE = [
    '[tools]\ngo = "1.26"\n',
    "[tools]\ngo = '1.26'\n",
    '[tools]\n"go" = "1.26"\n',
    'tools.go = "1.26"\n',
    'tools = { go = "1.26" }\n',
    '[tools]\ngo = [\n  "1.26", # the first\n  "1.25",\n]\n',
    '[tools.go]\nversion = "1.26"\n',
    '[[tools.go]]\nversion = "1.26"\n',
    '[tools]\ngo = { os = ["linux"], version = "1.26" }\n',
    '[env]\ngo = "1.19"\n[tools]\ngo = "1.26"\n',
    '[tools]\n"core:go" = "prefix:1.26"\n',
    "[tasks.x]\nrun = '''\n[tools]\ngo = \"1.19\"\n'''\n[tools]\ngolang = \"1.26\"\n",
  ];
  it.each(MISE)('case cache-plan/14: mise.toml is TOML: %j', (text) =>
    expect(readVersionFile({ path: 'mise.toml', text })?.text).toBe('1.26'),
  );
  it('case cache-plan/14: a number in mise.toml is no version', () =>
    expect(() => readVersionFile({ path: 'mise.toml', text: '[tools]\ngo = 1.20\n' })).toThrow('in quotes'));

  it('case cache-plan/15: a toolchain line is a suggestion, which a pin outvotes', () => {
    const goMod = { path: 'go.mod', text: 'module m\ngo 1.26\ntoolchain go1.26.99\n' };
    const pinned = (path: string, text: string) => chooseVersion([goMod, { path, text }]);
    expect(pinned('.go-version', '1.26.8')?.text).toBe('1.26.8');
    expect(pinned('.tool-versions', 'golang 1.26.8')?.text).toBe('1.26.8');
    expect(pinned('mise.toml', '[tools]\ngo = "1.27"')?.text).toBe('1.27');
    expect(chooseVersion([goMod])?.text).toBe('1.26.99');
    expect(() => pinned('.go-version', '1.25.3')).toThrow('the go line of go.mod needs 1.26');
  });

  it.each([
    { go: 'go 1.15', want: '>=1.24' },
    { go: 'go 1.20', want: '>=1.24' },
    { go: 'go 1.21', want: '1.21' },
    { go: 'go 1.21.0', want: '1.21.0' },
    { go: 'go 1.18\ntoolchain go1.22.1', want: '1.22.1' },
  ])('$go: a line that names the language alone asks for no old Go', ({ go, want }) => {
    const goMod = { path: 'go.mod', text: `module m\n${go}\n` };
    expect(chooseVersion([goMod])?.text).toBe(want);
    expect(chooseVersion([{ path: 'go.work', text: `${go}\n` }, goMod])?.text).toBe(want);
    expect(readVersionFile(goMod)?.text).not.toBe('>=1.24'); // named by go-version-file
  });

  it('an old go line leaves the choice to a pin', () => {
    const goMod = { path: 'go.mod', text: 'module m\ngo 1.18\n' };
    expect(chooseVersion([goMod, { path: '.go-version', text: '1.19' }])?.text).toBe('1.19');
  });

  it('lets the first file decide, and reports a pin that go.mod forbids', () => {
    const goMod = { path: 'go.mod', text: 'module m\ngo 1.26.0\n' };
    expect(chooseVersion([goMod, { path: '.go-version', text: '1.27.1' }])?.text).toBe('1.26.0');
    expect(chooseVersion([goMod, { path: '.go-version', text: '1.26' }])?.from).toBe('the go line of go.mod');
    expect(() => chooseVersion([goMod, { path: '.go-version', text: '1.25.3' }])).toThrow(
      '.go-version asks for Go 1.25.3, but the go line of go.mod needs 1.26.0.',
    );
    expect(() => chooseVersion([{ path: 'go.mod', text: 'module m\ngo x.y\n' }])).toThrow('go.mod:2');
  });
});
