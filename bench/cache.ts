import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { listContenders } from './cache/contenders.ts';
import { race, type Scene } from './cache/race.ts';
import { listCommits, listPackages, WORKLOADS, type Workload } from './cache/workload.ts';
import { Runner } from './fresh-runner/runner.ts';

const DEFAULT_REPOSITORY = 'https://github.com/go-chi/chi';

/**
 * `npm run bench -- cache [repository …]`: jobs on a fresh runner (new checkout, empty HOME) for each way to have a cache, all
 * over the same kind of local cache service. PEER_SETUP_GO names a checkout of actions/setup-go; its published bundle
 * takes part.
 *
 *     --rounds 5            the newest commit, so often: nothing has changed
 *     --edit FILE           then --edits 3 more rounds, each with another line in that file
 *     --replay 20           instead: the newest commits that change Go code, oldest first
 *     --restores 5          first: our main phase against tar and zstd on the same files
 *     --idle 5              first: main and post of our step and of setup-go's where there is nothing to do
 *     --at REV              the newest commit to use; default HEAD
 *     --workload gate       gate (fmt, vet, race tests with coverage, build), test (vet, tests), vet or modules
 *     --without A,B         leaves out packages whose tests need a network
 *     --only A,B            these contenders; `export-only` takes part only when it is named or the workload is vet
 *     --sample N=20,M=5     these contenders run in every n-th round only: 'no cache=20,setup-go=5'
 *     --seed DIR            keeps the build cache of the first job there, and starts the first job of the next run from it
 *     --minutes N           starts no round later than that
 *     --lock FILE           takes turns with others that hold this lock, round by round
 *
 * SIGINT ends it after the running round, with the standings; a second one ends it at once.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      edit: { type: 'string' },
      edits: { type: 'string', default: '3' },
      restores: { type: 'string', default: '0' },
      idle: { type: 'string', default: '0' },
      minutes: { type: 'string', default: 'Infinity' },
      replay: { type: 'string' },
      at: { type: 'string', default: 'HEAD' },
      workload: { type: 'string', default: 'gate' },
      without: { type: 'string', default: '' },
      only: { type: 'string', default: '' },
      sample: { type: 'string', default: '' },
      seed: { type: 'string' },
      lock: { type: 'string' },
    },
  });
  if (!Object.hasOwn(WORKLOADS, values.workload))
    throw new ActionError(
      `There is no workload ${values.workload}; there are ${Object.keys(WORKLOADS).join(', ')}.`,
    );
  const workload = values.workload as Workload;
  const setupGo = process.env.PEER_SETUP_GO;
  if (!setupGo) console.log('PEER_SETUP_GO is not set: setup-go does not take part.\n');
  for (const repository of positionals.length > 0 ? positionals : [DEFAULT_REPOSITORY]) {
    const scratch = await makeScratch(values.seed);
    try {
      const source = join(scratch, 'source');
      await runChecked('git', ['clone', '--quiet', '--no-checkout', repository, source]);
      await runChecked('git', ['checkout', '--quiet', values.at], { cwd: source });
      const { first, scenes } = await planScenes(source, values);
      const only = words(values.only);
      const exportOnly = workload === 'vet' || only.includes('export-only');
      const goVersion = (await runChecked('go', ['env', 'GOVERSION'], { cwd: scratch })).stdout.trim();
      const all = await listContenders({
        scratch,
        goVersion: goVersion.replace(/^go/, ''),
        setupGo,
        exportOnly,
      });
      const contenders = all.filter(({ name }) => only.length === 0 || only.includes(name));
      console.log(`# ${basename(repository)}, ${workload}\n`);
      const commands = WORKLOADS[workload](await listPackages(source, words(values.without)));
      const { seed, lock } = values;
      const limitMs = Number(values.minutes) * 60_000;
      const options = {
        commands,
        seed,
        lock,
        limitMs,
        sample: new Map(words(values.sample).map((word) => readSample(word))),
        restores: Number(values.restores),
        idle: Number(values.idle),
      };
      await race(new Runner(scratch, source), contenders, { first, scenes }, options);
      console.log('');
    } finally {
      await runChecked('chmod', ['-R', 'u+w', scratch]);
      await rm(scratch, { recursive: true, force: true });
    }
  }
}

type Plan = { rounds: string; edit?: string | undefined; edits: string; replay?: string | undefined };

/** The newest commit again and again, with and without an edit; or a piece of history. The first commit fills the caches. */
async function planScenes(
  source: string,
  { rounds, edit, edits, replay }: Plan,
): Promise<{ first: string; scenes: Scene[] }> {
  if (replay !== undefined) {
    const commits = await listCommits(source, Number(replay));
    const title = `${commits.length} commits`;
    return { first: commits[0] ?? '', scenes: [{ title, tasks: commits.map((commit) => ({ commit })) }] };
  }
  const [commit = ''] = await listCommits(source, undefined);
  const still: Scene = { title: 'no change', tasks: Array(Number(rounds)).fill({ commit }) };
  if (edit === undefined) return { first: commit, scenes: [still] };
  const changed: Scene = { title: `an edit of ${edit}`, tasks: Array(Number(edits)).fill({ commit, edit }) };
  return { first: commit, scenes: [still, changed] };
}

/** Paths are part of Go's keys, so a run that uses another one's build cache has its folder, too. */
async function makeScratch(seed: string | undefined): Promise<string> {
  if (seed === undefined) return mkdtemp(join(tmpdir(), 'go-actions-bench-'));
  const scratch = join(tmpdir(), 'go-actions-bench-seeded');
  await mkdir(scratch).catch((cause) => {
    throw new ActionError(`${scratch} cannot be made.`, {
      cause,
      remedy: 'Is it left from a run that was killed?',
    });
  });
  return scratch;
}

function readSample(text: string): [name: string, every: number] {
  const [, name, every] = /^(.+)=([1-9]\d*)$/.exec(text) ?? [];
  if (!name || !every)
    throw new ActionError(`--sample is ${text}; expected a contender and a number: no cache=20`);
  return [name, Number(every)];
}

const words = (list: string): string[] => list.split(',').filter(Boolean);
