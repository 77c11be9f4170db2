import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { discoverModules, isGenerated } from '@go-actions/go-project';

const HOUR = 3_600_000;

/** The total of `go tool cover -func`, over the profiles of all modules in one, without generated code. */
export async function askTotal(work: string, scratch: string): Promise<string> {
  const { modules } = await discoverModules(work);
  const seen = new Map<string, { statements: number; hit: boolean }>();
  for (const [i, { dir, path }] of modules.entries()) {
    const profile = join(scratch, `go-${i}.out`);
    const args = ['test', '-race', `-coverprofile=${profile}`, './...'];
    await run('go', args, { cwd: join(work, dir), timeoutMs: HOUR });
    const lines = (await readFile(profile, 'utf8').catch(() => '')).split('\n').slice(1); // nothing was built
    const generated = new Map<string, boolean>();
    for (const line of lines) {
      const [, name = '', block = '', statements = '0', count = '0'] =
        /^(.*):([\d.,]+) (\d+) (\d+)$/.exec(line) ?? [];
      if (name === '') continue;
      const left = generated.get(name) ?? (await isLeftOut(join(work, dir, name.slice(path.length + 1))));
      generated.set(name, left);
      // Modules may share a path, and then the names of their files.
      const key = `${dir} ${name}:${block} ${statements}`;
      const hit = count !== '0' || (seen.get(key)?.hit ?? false);
      if (!left) seen.set(key, { statements: Number(statements), hit });
    }
  }
  const all = [...seen.values()];
  const sum = (some: typeof all) => some.reduce((total, { statements }) => total + statements, 0);
  return all.length === 0 ? '0.0' : ((100 * sum(all.filter(({ hit }) => hit))) / sum(all)).toFixed(1);
}

/** What is no file is a name in a generator's `//line` comments. */
async function isLeftOut(path: string): Promise<boolean> {
  const source = await readFile(path, 'utf8').catch(() => undefined); // then it is such a name
  return source === undefined || isGenerated(source);
}

/** How many places `go vet` complains about, over all modules; a place that two packages of a folder share is one. */
export async function askVet(work: string): Promise<number> {
  const { modules } = await discoverModules(work);
  const places = new Set<string>();
  for (const { dir } of modules) {
    const { stdout, stderr } = await run('go', ['vet', './...'], { cwd: join(work, dir), timeoutMs: HOUR });
    for (const [, place = ''] of `${stdout}\n${stderr}`.matchAll(/^(?:vet: )?(\S+\.go:\d+:\d+: .*)$/gm))
      places.add(`${dir} ${place.replace(/^\.\//, '')}`);
  }
  return places.size;
}

/** How many issues golangci-lint has, over all modules, each with its own configuration; how it ended where it has no result. */
export async function askGolangci(linter: string, work: string, scratch: string): Promise<string> {
  const { modules } = await discoverModules(work);
  let issues = 0;
  for (const [i, { dir }] of modules.entries()) {
    const report = join(scratch, `golangci-${i}.json`);
    const flags = ['--max-issues-per-linter=0', '--max-same-issues=0', `--output.json.path=${report}`];
    await run(linter, ['run', '--allow-parallel-runners', ...flags], {
      cwd: join(work, dir),
      timeoutMs: HOUR,
    });
    const text = await readFile(report, 'utf8').catch(() => ''); // it refused its configuration
    const found = text ? (JSON.parse(text) as { Issues: unknown[] | null }).Issues : [];
    issues += found?.length ?? 0;
  }
  return String(issues);
}
