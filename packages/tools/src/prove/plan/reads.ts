import { lstat, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import { discoverModules } from '@go-actions/go-project';
import { planAt } from './planned.ts';

type Options = { readonly files: number; readonly seed: number };

/**
 * Changes files that are no Go source, one at a time, and asks Go's test cache which tests have looked at them: a test whose
 * recorded files changed is run again (cmd/go/internal/test, testInputsFile). Each of them must be in the plan.
 */
export async function proveReads(dir: string, name: string, { files, seed }: Options): Promise<number> {
  const git = async (...args: string[]) => (await runChecked('git', args, { cwd: dir })).stdout;
  const head = (await git('rev-parse', 'HEAD')).trim();
  const tracked = (await git('ls-files', '-z'))
    .split('\0')
    .filter((path) => path && !/\.(go|mod|sum)$/.test(path));
  const sample = shuffle(tracked, seed).slice(0, files);
  const { modules } = await discoverModules(dir);
  const dirs = modules.map((module) => join(dir, module.dir));
  // Twice: a test that writes files changes what the next run sees.
  for (let i = 0; i < 2; i++) for (const module of dirs) await testedAnew(module);
  const restless = new Set((await Promise.all(dirs.map(testedAnew))).flat());
  let [misses, readers] = [0, 0];
  for (const path of sample) {
    const file = join(dir, path);
    const stats = await lstat(file);
    if (!stats.isFile()) continue;
    const content = await readFile(file);
    await writeFile(file, Buffer.concat([content, Buffer.from('\n')]));
    await git(
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@example.com',
      'commit',
      '--quiet',
      '--no-verify',
      '-am',
      'touch',
    );
    const plan = await planAt(dir, head);
    const anew = (await Promise.all(dirs.map(testedAnew))).flat().filter((test) => !restless.has(test));
    const missed = anew.filter((test) => !plan.runs(test));
    for (const test of missed) console.log(`MISS ${name}: ${test} reads ${path} (${plan.reason})`);
    misses += missed.length;
    readers += anew.length;
    // The cache knows files by size and time: both come back, so that the next round sees its own change only.
    await writeFile(file, content);
    await utimes(file, stats.atime, stats.mtime);
    await git('reset', '--quiet', head);
  }
  console.log(
    `${name}: ${sample.length} of ${tracked.length} files touched (seed ${seed}), ${readers} times a test looked at one, ` +
      `${misses} misses, ${restless.size} tests never cached`,
  );
  return misses;
}

/** The packages of a module that `go test` runs now instead of taking their cached result. */
async function testedAnew(dir: string): Promise<string[]> {
  const fresh: string[] = [];
  await run('go', ['test', '-vet=off', './...'], {
    cwd: dir,
    env: { GOTOOLCHAIN: 'local' },
    onStdoutLine: (line) => {
      const match = /^(?:ok|FAIL)\s+(\S+)\s+(\(cached\)|[\d.]+s)/.exec(line);
      if (match?.[1] && match[2] !== '(cached)') fresh.push(match[1]);
    },
  });
  return fresh;
}

function shuffle<T>(list: readonly T[], seed: number): T[] {
  let state = seed >>> 0 || 1;
  return list
    .map((value) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return { value, key: state };
    })
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
