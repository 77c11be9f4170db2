import { startCacheService } from '@go-actions/test-kit';
import { createRandom } from '../coverage/random.ts';
import { ALWAYS, expectedWords, newToken, PLACES, readShown, SIBLINGS, TESTED } from './model.ts';
import { createModel, createRunner, findToolchain, readRuns, testAndBuild, warmUp } from './runner.ts';

export type Mutations = {
  readonly go: string;
  readonly edits: number;
  readonly ran: number;
  readonly cached: number;
  /** Runs of tests that depend on nothing that changed: those that read outside of their module. */
  readonly needless: number;
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
 * show an old value (stale passes, stale builds), and nothing may run again that does not depend on the edited file, but for all
 * tests after an edit of what Go does not see (headers and C sources outside of the package).
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
  const problems: string[] = [];
  const sum = { ran: 0, cached: 0, needless: 0 };
  const everything = [...TESTED, ...SIBLINGS];

  for (let edit = 0; edit <= edits; edit += together) {
    const places = edit === 0 ? [] : Array.from({ length: together }, () => random.pick(PLACES));
    for (const place of places) tokens.set(place, newToken(random));
    if (edit > 0) await model.commit(tokens);
    const fromNothing = edit === 0 || places.some(({ foreign }) => foreign);
    const affected = new Set(fromNothing ? everything : places.flatMap(({ tests }) => tests));
    const expected = [...new Set([...affected, ...ALWAYS])].sort().join();
    const edited = places.map(({ path }) => path).join(', ');
    const job = await runner.start();
    await runner.setUp(job);
    if (fromNothing) await warmUp(model, go, `${runner.home}/.cache/go-build`);
    const { tests, program } = await testAndBuild(job);
    const saved = (await job.finish()).map(({ stdout }) => stdout).join('');
    const complain = (what: string) => problems.push(`${go.version} edit ${edit} of ${edited}: ${what}`);

    const shown = readShown(tests.stdout + program);
    for (const who of [...everything, 'program']) {
      const [have, want] = [shown.get(who)?.join(), expectedWords(who, tokens).join()];
      if (have !== want) complain(`stale: ${who} shows ${have ?? 'nothing'}; it should show ${want}`);
    }
    const { ran, cached } = readRuns(tests.stdout);
    if (edit > 0 && ran.join() !== expected)
      complain(`the tests of [${ran}] ran; those of [${expected}] had to`);
    if (saved.includes('::warning')) complain(`the post phase warns: ${saved}`);
    if (edit > 0) {
      sum.ran += ran.length;
      sum.cached += cached.length;
      sum.needless += ran.filter((name) => !affected.has(name)).length;
    }
    if ((edit / together) % 5 === 0)
      say?.(`  ${go.version}: ${edit} of ${edits} edits, ${problems.length} problems`);
  }
  return { go: go.version, edits, ...sum, problems };
}
