import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { judgeEnding, type Problem, problem } from '../outcome.ts';
import { type Desk, runTool } from './desk.ts';
import type { ReadyTool } from './tools.ts';

const CONFIG_NAMES = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'];

/** The configuration that golangci-lint takes in a folder: the first one on the way up, inside of the repository. */
export async function findGolangciConfig(root: string, dir: string): Promise<string | undefined> {
  for (let folder = dir; ; folder = dirname(folder)) {
    for (const name of CONFIG_NAMES) {
      const path = join(folder, name);
      if (
        await stat(path).then(
          (stats) => stats.isFile(),
          () => false,
        )
      )
        return path; // not here: look further up
    }
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

/** Whether golangci-lint is told of build tags: by `--build-tags`, or by `run.build-tags` in a file of whichever format. */
export async function namesBuildTags(config: string | undefined, args: readonly string[]): Promise<boolean> {
  const text = config && (await readFile(config, 'utf8').catch(() => '')); // unreadable: the linter says so
  return [text, ...args].some((part) => part?.includes('build-tags'));
}

/**
 * Why golangci-lint's own schema refuses a configuration, which a run would silently tolerate; `undefined` when it does not.
 * The answer depends on the linter's version and the file's bytes alone and costs as much as a quarter of a warm run: files
 * that were accepted are noted in the linter's cache.
 */
export async function verifyGolangciConfig(
  desk: Desk,
  { path, version, cache }: ReadyTool,
  config: string,
): Promise<Problem | undefined> {
  const bytes = await readFile(config).catch(() => ''); // unreadable: the linter says so
  const digest = createHash('sha256').update(`${version}\n`).update(bytes).digest('hex');
  const note = cache && join(cache, 'go-actions', `accepted-${digest}`);
  if (note && existsSync(note)) return undefined;
  const result = await runTool(desk, path, ['config', 'verify', `--config=${config}`], {
    cwd: dirname(config),
    background: true, // the linter itself runs beside it
  });
  if (result.code === 0) {
    if (note) await leaveNote(note).catch(() => undefined); // a cache that cannot be written: asked again next time
    return undefined;
  }
  const ended = judgeEnding('golangci-lint config verify', result);
  if (ended) return ended;
  return problem('config', {
    found: `golangci-lint refused ${basename(config)}.`,
    remedy: 'Correct what its schema says:',
    output: result.stderr.replace(/^The command is terminated.*$/m, ''),
  });
}

async function leaveNote(note: string): Promise<void> {
  await mkdir(dirname(note), { recursive: true });
  await writeFile(note, '');
}
