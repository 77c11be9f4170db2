import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject, startCacheService } from '@go-actions/test-kit';
import { inRoot } from '../../root.ts';
import { createRandom } from '../coverage/random.ts';
import { expectedWords, newToken, PLACES, readShown, TESTED } from './model.ts';
import { createModel, createRunner, findToolchain, type Runner, testAndBuild, warmUp } from './runner.ts';

export type Kills = {
  readonly go: string;
  readonly kills: number;
  /** Steps that were over before their kill came. */
  readonly late: number;
  readonly problems: readonly string[];
};

type Options = { readonly seed: number; readonly kills: number; readonly say?: (line: string) => void };

/** Where the steps of a job may leave something. */
const OWN = /^(runner\/home\/(\.cache\/go-build|go|\.config\/go)|runner\/temp|work\/\.git\/index)(\/|$)/;

/**
 * The action is killed without warning at moments spread over both of its phases. The job after it, on the same disk (a
 * self-hosted runner) and on a new one, has to work and to show nothing but the truth; nothing may lie outside of the two
 * caches and the temp folder.
 */
export async function proveKills(version: string, { seed, kills, say }: Options): Promise<Kills> {
  const random = createRandom(seed);
  const go = await findToolchain(version);
  const tokens = new Map(PLACES.map((place) => [place, newToken(random)]));
  await using model = await createModel(tokens);
  await using service = await startCacheService();
  await using runner = await createRunner(model, go, service);
  await using killer = await createKiller();
  const problems: string[] = [];
  const took = { main: 0, post: 0 };
  let late = 0;

  const first = await runner.start();
  await runner.setUp(first);
  await warmUp(model, go, join(runner.home, '.cache', 'go-build'));
  await testAndBuild(first);
  await first.finish();

  // The first of each phase is not killed: it says how long the phase takes.
  for (let kill = -2; kill < kills; kill++) {
    const phase = (kill + 2) % 2 === 0 ? 'main' : 'post';
    const complain = (what: string) => problems.push(`${go.version} kill ${kill} of ${phase}: ${what}`);
    const place = random.pick(PLACES);
    tokens.set(place, newToken(random));
    await model.commit(tokens);
    const moment = ((kill >> 1) + random.below(1_000) / 1_000) / Math.ceil(kills / 2);

    const job = await runner.start();
    const before = await listOutside(runner.dir);
    await killer.after(phase === 'main' && took.main > 0 ? moment * took.main : undefined);
    let started = performance.now();
    const main = await job.uses(killer.action, { 'go-version': go.version.slice(2), 'cache-scope': 'proof' });
    if (took.main === 0) took.main = performance.now() - started;
    else if (phase === 'main' && main.code === 0) late += 1;
    if (main.code === 0) await testAndBuild(job);
    await killer.after(phase === 'post' && took.post > 0 ? moment * took.post : undefined);
    started = performance.now();
    const [post] = await job.finish();
    if (took.post === 0) took.post = performance.now() - started;
    else if (phase === 'post' && post?.code === 0) late += 1;
    const strange = (await listOutside(runner.dir)).filter((path) => !before.includes(path));
    if (strange.length > 0) complain(`it left ${strange.slice(0, 3).join(', ')}`);

    await killer.after(undefined);
    for (const keep of [true, false])
      await checkJob(runner, keep, tokens, (what) =>
        complain(`${keep ? 'the same' : 'a new'} disk: ${what}`),
      );
    say?.(`  ${go.version}: ${kill + 1} of ${kills} kills, ${problems.length} problems`);
  }
  return { go: go.version, kills, late, problems };
}

async function checkJob(
  runner: Runner,
  keep: boolean,
  tokens: ReadonlyMap<(typeof PLACES)[number], string>,
  complain: (what: string) => void,
): Promise<void> {
  const job = await runner.start({ keep });
  await runner.setUp(job);
  const { tests, program } = await testAndBuild(job);
  const shown = readShown(tests.stdout + program);
  for (const who of [...TESTED, 'program'])
    if (shown.get(who)?.join() !== expectedWords(who, tokens).join())
      complain(`${who} shows ${shown.get(who) ?? 'nothing'}: ${tests.stderr}${program}`);
  const verified = await job.run('go', ['mod', 'verify']);
  if (verified.code !== 0) complain(`go mod verify: ${verified.stderr}${verified.stdout}`);
  await job.finish();
}

/** An action that runs ours and kills it, when it is told to. */
async function createKiller() {
  const folder = await createProject({});
  const manifest = await readFile(inRoot('actions/setup-go-cache/action.yml'), 'utf8');
  const bundle = inRoot('dist/setup-go-cache/index.js');
  await mkdir(folder.dir, { recursive: true });
  await folder.write({
    'action.yml': manifest.replaceAll('../../dist/setup-go-cache/index.js', 'run.mjs'),
    'kill-after': '',
    'run.mjs': `import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
const after = readFileSync(new URL('kill-after', import.meta.url), 'utf8');
const child = spawn(process.execPath, [${JSON.stringify(bundle)}], { stdio: 'inherit' });
if (after !== '') setTimeout(() => child.kill('SIGKILL'), Number(after));
child.on('exit', (code) => process.exit(code ?? 137));
`,
  });
  return {
    action: folder.dir,
    after: (ms: number | undefined) =>
      writeFile(folder.path('kill-after'), ms === undefined ? '' : String(ms)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function listOutside(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !OWN.test(path));
}
