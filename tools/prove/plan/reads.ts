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
  const listed = (await git('ls-files', '-z')).split('\0');
  const tracked = listed.filter((path) => path && !/\.(go|mod|sum)$/.test(path));
  // Half of them documents, where there are so many: they are what a plan would most like to leave out.
  const shuffled = shuffle(tracked, seed);
  const documents = shuffled.filter((path) => /\.md$|^docs\//.test(path)).slice(0, Math.ceil(files / 2));
  const sample = [...new Set([...documents, ...shuffled])].slice(0, files);
  const { modules } = await discoverModules(dir);
  const ranAnew = async () => {
    const lists = [];
    for (const module of modules) lists.push(await testedAnew(join(dir, module.dir)));
    return new Set(lists.flat());
  };
  // Twice to fill the cache: a test that writes files changes what its next run sees. What still runs is never cached.
  await ranAnew();
  await ranAnew();
  const restless = await ranAnew();
  let [misses, readers] = [0, 0];
  for (const path of sample) {
    const file = await openFile(join(dir, path));
    if (!file) continue;
    await file.touch();
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
    let anew = [...(await ranAnew())].filter((test) => !restless.has(test));
    // Other things than this file can make a test run again (clock, load, temporary folders): a reader does so each time, and
    // never while the file is as before.
    for (let round = 0; round < 2 && anew.some((test) => !plan.runs(test)); round++) {
      await file.restore();
      const calm = await ranAnew();
      await file.touch();
      const again = await ranAnew();
      anew = anew.filter((test) => again.has(test) && !calm.has(test));
    }
    const missed = anew.filter((test) => !plan.runs(test));
    for (const test of missed) console.log(`MISS ${name}: ${test} reads ${path} (${plan.reason})`);
    misses += missed.length;
    readers += anew.length;
    await file.restore();
    await git('reset', '--quiet', head);
  }
  console.log(
    `${name}: ${sample.length} of ${tracked.length} files touched (seed ${seed}), ${readers} times a test looked at one, ` +
      `${misses} misses, ${restless.size} tests never cached`,
  );
  return misses;
}

/** A file to change and to bring back with size and time, by which the test cache knows it. */
async function openFile(path: string) {
  const stats = await lstat(path);
  if (!stats.isFile()) return undefined;
  const content = await readFile(path);
  return {
    touch: () => writeFile(path, Buffer.concat([content, Buffer.from('\n')])),
    restore: async () => {
      await writeFile(path, content);
      await utimes(path, stats.atime, stats.mtime);
    },
  };
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
