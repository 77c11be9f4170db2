import { createProject, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goWorkOracle, ourGoWork } from './go-edit.ts';
import { Random } from './random.ts';
import { randomFile, WORK_LINES } from './random-files.ts';

let project: Project;
beforeAll(async () => {
  project = await createProject({ 'go.mod': 'module example.com/m\n' });
});
afterAll(() => project[Symbol.asyncDispose]());

const WORKS: { name: string; text: string }[] = [
  { name: 'an empty file', text: '' },
  { name: 'uses of every shape', text: 'go 1.24\n\nuse .\nuse (\n\t./a // why\n\t"../b c"\n)\n' },
  {
    name: 'a replacement and a toolchain',
    text: 'go 1.26.1\r\ntoolchain go1.26.8\r\nreplace a v1.0.0 => ./a\r\n',
  },
  { name: 'a setting', text: 'go 1.24\ngodebug x=1\n' },
  { name: 'a requirement, which go.work has not', text: 'require a v1.0.0\n' },
  { name: 'a block of requirements', text: 'require (\n)\n' },
  { name: 'a use without a folder', text: 'use\n' },
];

describe('parseGoWork answers as `go work edit -json` does', () => {
  it.each(WORKS)('for $name', async ({ text }) => {
    expect(ourGoWork(text)).toEqual(await goWorkOracle(project, text));
  });

  it('for 40 generated files (seed 7)', async () => {
    const random = new Random(7);
    for (let i = 0; i < 40; i++) {
      const text = randomFile(random, WORK_LINES);
      expect({ text, parsed: ourGoWork(text) }).toEqual({ text, parsed: await goWorkOracle(project, text) });
    }
  });
});
