import { existsSync } from 'node:fs';
import { link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';

/** A larger one is that of a machine which stays: it builds a linter once, and would take longer to link than to compile. */
const MOST_FILES = 20_000;

/**
 * Makes `folder` a build cache that begins with all that the job's has, as hard links: the go command replaces what it finds,
 * or writes the same into it. What cannot be linked, on another disk for instance, is compiled.
 */
export async function shareBuildCache(folder: string, cwd: string): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(folder, { recursive: true });
  const source = (await runChecked('go', ['env', 'GOCACHE'], { cwd })).stdout.trim();
  const entries = await readdir(source, { recursive: true }).catch(() => []);
  const files = entries.filter((entry) => ENTRY.test(entry));
  if (files.length > MOST_FILES) return;
  await Promise.all(
    [...new Set(files.map((file) => file.slice(0, 2)))].map((name) => mkdir(join(folder, name))),
  );
  await Promise.allSettled(files.map((file) => link(join(source, file), join(folder, file))));
}

/** Actions and outputs by their hash, each below the hash's first two digits (cmd/go/internal/cache). */
const ENTRY = /^[0-9a-f]{2}[/\\][0-9a-f]{64}-[ad]$/;
