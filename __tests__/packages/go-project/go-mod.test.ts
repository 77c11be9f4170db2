import { createProject, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goModOracle, ourGoMod } from './go-edit.ts';
import { Random } from './random.ts';
import { MOD_LINES, randomFile } from './random-files.ts';

let project: Project;
beforeAll(async () => {
  project = await createProject({ 'go.mod': 'module example.com/m\n' });
});
afterAll(() => project[Symbol.asyncDispose]());

const MODS: { name: string; text: string }[] = [
  { name: 'an empty file', text: '' },
  { name: 'a module line without a newline at the end', text: 'module example.com/m' },
  { name: 'a quoted module path', text: 'module "example.com/m"\n\ngo 1.24.0\ntoolchain go1.24.4\n' },
  { name: 'a path in backquotes, which Go refuses', text: 'module `example.com/m`\n' },
  { name: 'a path in single quotes, which Go refuses', text: "module 'example.com/m'\n" },
  { name: 'escapes in quotes', text: 'module "ex\\x61mple.com/\\u006d\\155"\n' },
  { name: 'an unknown escape', text: 'module "example.com/\\q"\n' },
  { name: 'an escaped quote that is the wrong one', text: 'module "example.com/\\\'"\n' },
  {
    name: 'CRLF line ends',
    text: 'module m\r\n\r\ngo 1.26\r\nrequire (\r\n\ta.b/c v1.2.3 // indirect\r\n)\r\n',
  },
  { name: 'CR in the middle of a line', text: 'module\rm\n' },
  { name: 'a byte order mark', text: '\uFEFFmodule m\n' },
  { name: 'a comment glued to a word', text: 'module m//comment\ngo 1.26// x\n' },
  { name: 'a block comment', text: 'module m /* no */\n' },
  { name: 'a slash-star inside a word', text: 'module m/*x\n' },
  {
    name: 'requirements of every shape',
    text: 'require a.b/c v1.2.3\nrequire (\n\n// c\n"a.b/d" "v1.2.3" // indirect; why\n a.b/e v0.0.0-20200101000000-abcdefabcdef//indirect\na.b/f v1.0.0 // indirectly\na.b/g v1 // indirect x\n)\n',
  },
  {
    name: 'short versions',
    text: 'require (\na v1\nb v1.2\nc v2.0.0+incompatible\nd v1.2.3-pre.1+meta\n)\n',
  },
  { name: 'a branch as version', text: 'require a.b/c master\n' },
  { name: 'a leading zero in a version', text: 'require a.b/c v1.02.3\n' },
  { name: 'an empty prerelease', text: 'require a.b/c v1.2.3-\n' },
  { name: 'a short version with a prerelease', text: 'require a.b/c v1.2-pre\n' },
  { name: 'an empty block on one line', text: 'require ()\nexclude ( )\n' },
  { name: 'words after an empty block', text: 'require () x\n' },
  { name: 'a block that opens and goes on', text: 'require ( a v1.0.0\n)\n' },
  { name: 'words after the end of a block', text: 'require (\n) x\n' },
  { name: 'a comment after the end of a block', text: 'require ( // open\na v1.0.0 ) // c\n) // closed\n' },
  { name: 'a block that never ends', text: 'require (\na v1.0.0\n' },
  { name: 'a block inside a block', text: 'require (\nrequire (\n)\n' },
  { name: 'a closing parenthesis alone', text: ')\n' },
  { name: 'a block of an unknown kind', text: 'nothing (\n)\n' },
  { name: 'a block of two words', text: 'require x (\n)\n' },
  { name: 'a go line in a block', text: 'go (\n1.26\n)\n' },
  { name: 'a module in a block', text: 'module (\nm\n)\n' },
  {
    name: 'replacements',
    text: 'replace a => ../a\nreplace (\n\ta v1.0.0 => b v1.2.3\n\tc => "./has space"\n\td => /abs\n\te => ..\n)\n',
  },
  { name: 'a replacement by a path without version', text: 'replace a => b\n' },
  { name: 'a replacement by a folder with a version', text: 'replace a => ../b v1.0.0\n' },
  { name: 'a replacement by a Windows path', text: 'replace a => .\\b\n' },
  { name: 'a replacement without an arrow', text: 'replace a v1.0.0 ../a\n' },
  { name: 'an arrow in quotes', text: 'replace a "=>" ../a\n' },
  {
    name: 'retractions',
    text: 'module m\nretract v1.0.0\nretract [v1.0.0, v1.2.3] // bad\nretract (\n[v1,v2]\nv0.1.0\n)\n',
  },
  { name: 'an open interval', text: 'retract [v1.0.0,]\n' },
  {
    name: 'retracted versions in any form',
    text: 'module m\nretract main\nretract [v0.1, "v2"]\nretract `v1`\n',
  },
  { name: 'a lone bracket', text: 'retract [\n' },
  { name: 'more after an interval', text: 'retract [v1.0.0, v1.2.0] v1.3.0\n' },
  {
    name: 'tools, ignored folders, settings',
    text: 'module m\ntool a.b/c\ntool (\na.b/d\n)\nignore ./x\nignore (\n"a b"\n)\ngodebug default=go1.21\ngodebug (\nx=1=2\n)\n',
  },
  { name: 'a setting without value', text: 'godebug x\n' },
  { name: 'a setting with a quote', text: 'godebug x="1"\n' },
  { name: 'an unknown directive', text: 'unknown x\n' },
  { name: 'a go line twice', text: 'go 1.26\ngo 1.26\n' },
  { name: 'a go version with a stage', text: 'go 1.27rc1\ntoolchain default\n' },
  { name: 'a go version with a prefix', text: 'go go1.26\n' },
  { name: 'a go version in quotes', text: 'go "1.26"\n' },
  { name: 'a hostile toolchain', text: 'toolchain ../../evil\n' },
  { name: 'a custom toolchain', text: 'toolchain go1.26.0-corp$(id)\n' },
  { name: 'words outside of ASCII', text: 'module exämple.com/日本\n' },
  { name: 'a control character', text: 'module m\x01\n' },
  { name: 'a no-break space', text: 'module\u00a0m\n' },
  { name: 'a string over two lines', text: 'module "m\n"\n' },
  { name: 'a comma as a word', text: 'module ,\n' },
  { name: 'a use line of go.work', text: 'use ./x\n' },
];

describe('parseGoMod answers as `go mod edit -json` does', () => {
  it.each(MODS)('for $name', async ({ text }) => {
    expect(ourGoMod(text)).toEqual(await goModOracle(project, text));
  });

  it('for 120 generated files (seed 20261121)', async () => {
    const random = new Random(20261121);
    for (let i = 0; i < 120; i++) {
      const text = randomFile(random, MOD_LINES);
      expect({ text, parsed: ourGoMod(text) }).toEqual({ text, parsed: await goModOracle(project, text) });
    }
  });
});
