import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCacheService } from '@go-actions/test-kit';
import { createRandom } from '../coverage/random.ts';
import { newToken, PLACES } from './model.ts';
import { createModel, createRunner, findToolchain, runIn, warmUp } from './runner.ts';

export type Binaries = { readonly go: string; readonly bytes: number; readonly problems: readonly string[] };

const BUILD = ['build', '-trimpath', '-buildvcs=false', '-o'] as const;

/**
 * After an edit, a job that restores the cache of the commit before builds the same program, byte for byte, as one with
 * an empty build cache: what was restored, what was compiled anew, cgo and embedded files together.
 */
export async function proveBinaries(version: string, seed: number): Promise<Binaries> {
  const random = createRandom(seed);
  const go = await findToolchain(version);
  const tokens = new Map(PLACES.map((place) => [place, newToken(random)]));
  await using model = await createModel(tokens);
  await using service = await startCacheService();
  await using runner = await createRunner(model, go, service);
  const problems: string[] = [];

  const first = await runner.start();
  await runner.setUp(first);
  await warmUp(model, go, join(runner.home, '.cache', 'go-build'));
  await first.run('go', [...BUILD, join(runner.dir, 'first'), './cmd/model']);
  await first.finish();

  for (const place of PLACES.filter(({ path }) => path.startsWith('leaf/leaf.go')))
    tokens.set(place, newToken(random));
  await model.commit(tokens);
  const second = await runner.start();
  const { outputs } = await runner.setUp(second);
  if (outputs['build-hit'] !== '1') problems.push(`${go.version}: the build cache was not restored`);
  const [restored, reference] = [join(runner.dir, 'restored'), join(runner.dir, 'reference')];
  await second.run('go', [...BUILD, restored, './cmd/model']);
  const env = { ...model.env, GOTOOLCHAIN: go.version, GOCACHE: join(runner.dir, 'empty') };
  await runIn(runner.work, env, 'go', ...BUILD, reference, './cmd/model');
  const [ours, theirs] = [await readFile(restored), await readFile(reference)];
  if (digest(ours) !== digest(theirs)) problems.push(`${go.version}: the two programs differ`);
  return { go: go.version, bytes: ours.length, problems };
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
