import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createProject, type Project, runAction } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const OFF = { run: 'false', 'min-total': '0', 'min-patch': '0', summary: 'false' };
const PROGRAM = {
  'go.mod': 'module example.com/prog\n\ngo 1.24\n',
  'main.go':
    'package main\n\nimport (\n\t"os"\n\n\t"example.com/prog/a"\n\t"example.com/prog/a/b"\n)\n\nfunc main() {\n\tfor range os.Args {\n\t\ta.Walk(len(os.Args), func(i int) { if i > 1 { b.Count() } })\n\t}\n}\n',
  'a/z.go':
    'package a\n\nfunc Walk(n int, f func(int)) {\n\tfor i := range n {\n\t\tfunc() {\n\t\t\tdefer func() { f(i) }()\n\t\t}()\n\t}\n}\n\nfunc Unused() {}\n',
  'a/b/b.go': 'package b\n\nvar n int\n\nfunc Count() {\n\tn++\n}\n\nfunc Never() int {\n\treturn n\n}\n',
};

describe('covdata', () => {
  let project: Project;
  const runProgram = async (mode: string, folder: string, ...args: string[]) => {
    await project.write({ [`${folder}/.keep`]: '' });
    await project.exec(`./app-${mode}`, args, { env: { GOCOVERDIR: project.path(folder) } });
  };
  const merged = async (globs: string) => {
    const temp = project.path('temp');
    await project.write({ 'temp/.keep': '' });
    const result = await runAction('coverage-gate', {
      workspace: project.dir,
      temp,
      inputs: { ...OFF, gocoverdir: globs },
    });
    return { ...result, text: result.outputs.profile ? await readFile(result.outputs.profile, 'utf8') : '' };
  };
  const oracle = async (...folders: string[]) => {
    await project.exec('go', ['tool', 'covdata', 'textfmt', `-i=${folders.join(',')}`, '-o=oracle.out']);
    return project.read('oracle.out');
  };

  beforeAll(async () => {
    project = await createProject(PROGRAM);
    for (const mode of ['set', 'atomic']) {
      await project.exec('go', [
        'build',
        '-cover',
        '-coverpkg=./...',
        `-covermode=${mode}`,
        '-o',
        `app-${mode}`,
        '.',
      ]);
      await runProgram(mode, `${mode}-1`);
      await runProgram(mode, `${mode}-1`, 'x');
      await runProgram(mode, `${mode}-2`, 'x', 'y');
    }
  }, 300_000);
  afterAll(() => project[Symbol.asyncDispose]());

  it.each(['set', 'atomic'])(
    'merges %s folders to the bytes of go tool covdata textfmt, in any order',
    async (mode) => {
      const want = await oracle(`${mode}-1`, `${mode}-2`);
      expect(want.split('\n').length).toBeGreaterThan(10);
      expect((await merged(`${mode}-1\n${mode}-2`)).text).toBe(want);
      expect((await merged(`${mode}-2\n${mode}-*`)).text).toBe(want);
      expect((await merged(`${mode}-1`)).text).toBe(await oracle(`${mode}-1`));
    },
    120_000,
  );

  const damaged = [
    { name: 'two counter modes', folders: 'set-1\natomic-1', says: 'counter mode clash' },
    { name: 'a folder without coverage', folders: 'a', says: 'there is no covmeta file in' },
  ];
  it.each(damaged)('refuses $name in one sentence', async ({ folders, says }) => {
    const { code, annotations } = await merged(folders);
    expect([code, annotations.length]).toEqual([1, 1]);
    expect(annotations[0]?.message).toContain(says);
  });

  it('refuses counters whose program is missing, and says what go tool covdata says of later formats', async () => {
    const [meta = '', counters = ''] = filesOf('set-1');
    await project.write({ 'orphan/.keep': '', 'later/.keep': '' });
    await writeFile(project.path('orphan', counters), bytesOf('set-1', counters));
    await writeFile(project.path('orphan', 'covmeta.0'), bytesOf('set-1', meta));
    expect((await merged('orphan')).annotations[0]?.message).toContain('that no folder holds');
    const later = Buffer.from(bytesOf('set-1', meta));
    later.writeUInt32LE(2, 4);
    await writeFile(project.path('later', meta), later);
    const { annotations } = await merged('later');
    expect(annotations[0]?.message).toMatch(/`go tool covdata` .*unknown version 2/s);
  });

  const filesOf = (folder: string) =>
    readdirSync(project.path(folder))
      .filter((name) => name.startsWith('cov'))
      .sort()
      .reverse();
  const bytesOf = (folder: string, name: string) => readFileSync(project.path(folder, name));
});
