import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import { discoverModules } from '@go-actions/go-project';
import { runStrictly } from '@go-actions/test-kit';
import type { Row } from './table.ts';

const HOUR = 3_600_000;

/** Plays the root action on a clone of the checkout, and asks Go about the same clone. */
export async function playRepository(folder: string): Promise<Row> {
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-repository-'));
  try {
    const work = join(scratch, 'work');
    const temp = join(scratch, 'temp');
    await mkdir(temp);
    await runChecked('git', ['clone', '--quiet', '--depth', '20', `file://${folder}`, work], {
      timeoutMs: HOUR,
    });
    const sha = (await runChecked('git', ['rev-parse', 'HEAD'], { cwd: work })).stdout.trim();
    const { annotations, phases, outputs } = await runStrictly({
      workspace: work,
      temp,
      env: { GITHUB_SHA: sha },
      steps: [{ id: 'go', uses: '$/.', with: { 'min-total': '0', cache: 'off' } }],
      outputs: {
        verdict: '${{ steps.go.outputs.verdict }}',
        total: '${{ steps.go.outputs.coverage }}',
      },
    });
    const vet = annotations.filter(({ title }) => title?.startsWith('vet')).length;
    const log = phases.map(({ stdout }) => stdout).join('\n');
    return {
      name: basename(folder),
      commit: sha.slice(0, 7),
      verdict: outputs.verdict ?? '',
      total: oneDecimal(outputs.total ?? ''),
      goTotal: await askTotal(work, scratch),
      vet,
      goVet: await askVet(work),
      failed: /(\d+) tests? failed/.exec(log)?.[1] ?? '0',
      sentences: annotations
        .filter(({ level, file }) => level === 'error' && !file)
        .map(({ message }) => message.split('\n')[0] ?? ''),
    };
  } finally {
    await run('chmod', ['-R', 'u+w', scratch]); // module caches hold read-only folders
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The total line of `go tool cover -func`, over the profiles of all modules in one. */
async function askTotal(work: string, scratch: string): Promise<string> {
  const { modules } = await discoverModules(work);
  const blocks: string[] = [];
  for (const [i, { dir }] of modules.entries()) {
    const profile = join(scratch, `go-${i}.out`);
    const args = ['test', '-race', `-coverprofile=${profile}`, './...'];
    await run('go', args, { cwd: join(work, dir), timeoutMs: HOUR });
    const text = await readFile(profile, 'utf8').catch(() => ''); // nothing was built
    blocks.push(...text.split('\n').slice(1).filter(Boolean));
  }
  const seen = new Map<string, { statements: number; hit: boolean }>();
  for (const line of blocks) {
    const [place = '', statements = '0', count = '0'] = line.split(' ');
    const hit = count !== '0' || (seen.get(place)?.hit ?? false);
    seen.set(place, { statements: Number(statements), hit });
  }
  const all = [...seen.values()];
  const sum = (some: typeof all) => some.reduce((total, { statements }) => total + statements, 0);
  return all.length === 0 ? '' : ((100 * sum(all.filter(({ hit }) => hit))) / sum(all)).toFixed(1);
}

/** How many places `go vet` complains about, over all modules, at most as many as a step may annotate. */
async function askVet(work: string): Promise<number> {
  const { modules } = await discoverModules(work);
  const places = new Set<string>();
  for (const { dir } of modules) {
    const { stdout, stderr } = await run('go', ['vet', './...'], { cwd: join(work, dir), timeoutMs: HOUR });
    for (const [place] of `${stdout}\n${stderr}`.matchAll(/^\S+\.go:\d+:\d+: .*$/gm))
      places.add(`${dir} ${place}`);
  }
  return Math.min(places.size, 9);
}

/** 68.75 is 68.8, as Go prints it. */
const oneDecimal = (total: string): string => (total === '' ? '' : Number(total).toFixed(1));
