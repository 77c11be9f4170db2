import { join } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { createProject, type Project, startCacheService, startJob } from '@go-actions/test-kit';
import { createRandom } from '../coverage/random.ts';
import { expectedWords, newToken, PLACES, readShown, TESTED } from './model.ts';
import {
  createModel,
  createRunner,
  findToolchain,
  type Model,
  offerToolchain,
  readRuns,
  type Toolchain,
  testAndBuild,
  warmUp,
} from './runner.ts';

export type Mutations = {
  readonly go: string;
  readonly edits: number;
  readonly ran: number;
  readonly cached: number;
  /** Of the same history in a checkout and a build cache that are never thrown away or trimmed. */
  readonly persistent: number;
  readonly problems: readonly string[];
};

type Options = {
  readonly edits: number;
  readonly seed: number;
  /** Edits of one commit; default 1. With more, what has to run is what depends on any of them. */
  readonly together?: number;
  readonly say?: (line: string) => void;
};

/**
 * A history of size-neutral edits, each tested on a fresh runner that restores what the one before has saved. Nothing may
 * show an old value (stale passes, stale builds), nothing may run again that does not depend on the edited file, and what
 * is `(cached)` must be what it would be on a computer that keeps everything.
 */
export async function proveMutations(
  version: string,
  { edits, seed, together = 1, say }: Options,
): Promise<Mutations> {
  const random = createRandom(seed);
  const go = await findToolchain(version);
  const tokens = new Map(PLACES.map((place) => [place, newToken(random)]));
  await using model = await createModel(tokens);
  await using service = await startCacheService();
  await using runner = await createRunner(model, go, service);
  await using persistent = await createPersistent(model, go);
  const problems: string[] = [];
  const sum = { ran: 0, cached: 0, persistent: 0 };

  for (let edit = 0; edit <= edits; edit += together) {
    const places = edit === 0 ? [] : Array.from({ length: together }, () => random.pick(PLACES));
    for (const place of places) tokens.set(place, newToken(random));
    if (edit > 0) await model.commit(tokens);
    const affected = [...new Set(places.flatMap(({ tests }) => tests))].sort().join();
    const edited = places.map(({ path }) => path).join(', ');
    const job = await runner.start();
    await runner.setUp(job);
    if (edit === 0) await warmUp(model, go, `${runner.home}/.cache/go-build`);
    const { tests, program } = await testAndBuild(job);
    const saved = (await job.finish()).map(({ stdout }) => stdout).join('');
    const kept = await persistent.test();
    const complain = (what: string) => problems.push(`${go.version} edit ${edit} of ${edited}: ${what}`);

    const shown = readShown(tests.stdout + program);
    for (const who of [...TESTED, 'program']) {
      const [have, want] = [shown.get(who)?.join(), expectedWords(who, tokens).join()];
      if (have !== want) complain(`stale: ${who} shows ${have ?? 'nothing'}; it should show ${want}`);
    }
    const { ran, cached } = readRuns(tests.stdout);
    if (edit > 0 && ran.join() !== affected)
      complain(`the tests of [${ran}] ran; those of [${affected}] had to`);
    if (edit > 0 && cached.join() !== kept.join())
      complain(`[${cached}] are cached; where nothing is thrown away [${kept}] are`);
    if (saved.includes('::warning')) complain(`the post phase warns: ${saved}`);
    if (edit > 0) {
      sum.ran += ran.length;
      sum.cached += cached.length;
      sum.persistent += kept.length;
    }
    if ((edit / together) % 5 === 0)
      say?.(`  ${go.version}: ${edit} of ${edits} edits, ${problems.length} problems`);
  }
  return { go: go.version, edits, ...sum, problems };
}

/**
 * The developer's own computer: one checkout, one build cache, nothing ever trimmed. Its file times follow the content, too:
 * Go takes no result for good whose files are seconds old, so that those of a new checkout would run more often.
 */
async function createPersistent(model: Model, go: Toolchain) {
  const disk: Project = await createProject({});
  const work = disk.path('work');
  await disk.exec('git', ['clone', '--quiet', model.source.dir, work]);
  const env = { ...model.env, GOTOOLCHAIN: 'local' };
  const job = await startJob({ workspace: work, folder: disk.path('runner'), env });
  await offerToolchain(disk.path('runner', 'temp', 'tool-cache'), go);
  await warmUp(model, go, join(job.home, '.cache', 'go-build'));
  return {
    test: async (): Promise<readonly string[]> => {
      await disk.exec('git', ['pull', '--quiet', '--ff-only'], { cwd: work });
      await job.uses('setup-go-cache', { cache: 'off', 'go-version': go.version.replace(/^go/, '') });
      const { stdout, stderr } = await job.run('go', ['test', '-v', './...']);
      const { ran, cached } = readRuns(stdout);
      if (ran.length + cached.length !== TESTED.length)
        throw new ActionError(`Not all tests ran:\n${stdout}${stderr}`);
      return cached;
    },
    [Symbol.asyncDispose]: () => disk[Symbol.asyncDispose](),
  };
}
