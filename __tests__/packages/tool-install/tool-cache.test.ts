import { access, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findCached, storeTool } from '../../../packages/tool-install/src/io/tool-cache.ts';

const FOLDER = ['hello', '1.0.0-go1.26', 'x64'];
const SIZE = 1_000_000;
let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'go-actions-tool-cache-'));
  vi.stubEnv('RUNNER_TOOL_CACHE', root);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const store = (letter: string, before?: () => Promise<void>) =>
  storeTool(root, FOLDER, 'hello', async (into) => {
    await before?.();
    await writeFile(into, letter.repeat(SIZE), { mode: 0o755 });
    return undefined;
  });

async function expectWhole(): Promise<void> {
  const found = await findCached(root, FOLDER, 'hello');
  expect(found).toBeDefined();
  const text = await readFile(found ?? '', 'utf8');
  expect(text).toBe((text[0] ?? '').repeat(SIZE));
}

describe('a tool cache that jobs share', () => {
  it('holds a whole program when several jobs install it at once', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((letter) => store(letter)));
    await expectWhole();
  });

  it('is left as it was by a job that dies in the middle, and the next one starts from a whole program', async () => {
    await store('a');
    let write = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      write = resolve;
    });
    const dying = store('b', () => held); // a job that never gets to write is one that was killed there
    await expectWhole();
    await store('c');
    await expectWhole();
    write();
    await dying;
    await expectWhole();
  });

  it('has nothing where the marker or the program is missing', async () => {
    const stored = await store('a');
    const path = 'path' in stored ? stored.path : '';
    expect((await stat(path)).size).toBe(SIZE);
    await rm(`${dirname(path)}.complete`);
    expect(await findCached(root, FOLDER, 'hello')).toBeUndefined();
    await writeFile(`${dirname(path)}.complete`, '');
    await rm(path);
    expect(await findCached(root, FOLDER, 'hello')).toBeUndefined();
  });

  it('keeps nothing of what could not be made', async () => {
    const stored = await storeTool(root, FOLDER, 'hello', async () => 'no network');
    expect(stored).toEqual({ problem: 'no network' });
    await expect(access(join(root, 'hello', '1.0.0-go1.26', 'x64.complete'))).rejects.toThrow('ENOENT');
  });
});
