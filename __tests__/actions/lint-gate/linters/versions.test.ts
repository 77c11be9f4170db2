import { parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import {
  chooseGolangci,
  VERSION_FILES,
  versionOfTool,
} from '../../../../actions/lint-gate/src/linters/versions.ts';

describe('golangci-lint’s version', () => {
  const goMod = parseGoMod(
    'module m\n\ntool github.com/golangci/golangci-lint/v2/cmd/golangci-lint\n\nrequire github.com/golangci/golangci-lint/v2 v2.12.0 // indirect\n',
  );
  it('comes from the tool line', () => {
    const pkg = 'github.com/golangci/golangci-lint/v2/cmd/golangci-lint';
    expect(versionOfTool([{ dir: 'tools', path: 'm', goMod }], pkg)).toEqual({
      version: 'v2.12.0',
      from: 'the tool line of tools/go.mod',
    });
  });
  it.each([
    { file: '.golangci-lint-version', text: 'v2.11.0\n', want: 'v2.11.0' },
    { file: '.tool-versions', text: 'go 1.26\ngolangci-lint 2.11.0\n', want: '2.11.0' },
    { file: 'mise.toml', text: '[tools]\ngo = "1.26"\ngolangci-lint = "2.11.0"\n', want: '2.11.0' },
    {
      file: 'mise.toml',
      text: '[tools]\n"aqua:golangci/golangci-lint" = { version = "2.11.0" }\n',
      want: '2.11.0',
    },
    { file: 'mise.toml', text: '[tools.golangci-lint]\nversion = "2.11.0"\n', want: '2.11.0' },
    { file: 'mise.toml', text: '[env]\ngolangci-lint = "2.11.0"\n[tools]\ngo = "1.26"\n', want: undefined },
  ])('is read from $file', ({ file, text, want }) => expect(VERSION_FILES[file]?.(text)).toBe(want));
  it('says that a file cannot be read', () => {
    const files = [{ file: 'mise.toml', text: '[tools' }];
    expect(chooseGolangci({ input: undefined, tool: undefined, files }).ignored).toEqual([
      'mise.toml cannot be read',
    ]);
  });
  it('falls back with a reason when a file names no full version', () => {
    const files = [{ file: 'mise.toml', text: '[tools]\ngolangci-lint = "latest"' }];
    expect(chooseGolangci({ input: undefined, tool: undefined, files })).toEqual({
      version: 'v2.15.0',
      from: 'the default of this release',
      ignored: ['mise.toml asks for golangci-lint "latest", which is not a full v2 version'],
    });
  });
});
