import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { discoverModules } from '@go-actions/go-project';

const HOUR = 3_600_000;

/** The total line of `go tool cover -func`, over the profiles of all modules in one. */
export async function askTotal(work: string, scratch: string): Promise<string> {
  const { modules } = await discoverModules(work);
  const blocks: string[] = [];
  for (const [i, { dir }] of modules.entries()) {
    const profile = join(scratch, `go-${i}.out`);
    const args = ['test', '-race', `-coverprofile=${profile}`, './...'];
    await run('go', args, { cwd: join(work, dir), timeoutMs: HOUR });
    const text = await readFile(profile, 'utf8').catch(() => ''); // nothing was built
    // Modules may share a path, and then the names of their files.
    blocks.push(
      ...text
        .split('\n')
        .slice(1)
        .filter(Boolean)
        .map((line) => `${dir} ${line}`),
    );
  }
  const seen = new Map<string, { statements: number; hit: boolean }>();
  for (const line of blocks) {
    const [, place = '', statements = '0', count = '0'] = /^(.*) (\d+) (\d+)$/.exec(line) ?? [];
    const hit = count !== '0' || (seen.get(place)?.hit ?? false);
    seen.set(place, { statements: Number(statements), hit });
  }
  const all = [...seen.values()];
  const sum = (some: typeof all) => some.reduce((total, { statements }) => total + statements, 0);
  return all.length === 0 ? '0.0' : ((100 * sum(all.filter(({ hit }) => hit))) / sum(all)).toFixed(1);
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
