import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { buildEntries, type Entry, inRoot, listEntries } from '@go-actions/tools';
import { digestBundles, digestSources } from '@go-actions/tools/dist/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const entries = await listEntries();
let rebuilt: string;
/** Rebuilding takes minutes of one core: what was found equal once is equal as long as no byte of either side changes. */
const proofs = new Map<Entry, { path: string; there: boolean }>();

beforeAll(async () => {
  rebuilt = await mkdtemp(join(tmpdir(), 'go-actions-rebuilt-'));
  await mkdir(inRoot('.tools', 'dist'), { recursive: true });
  for (const entry of entries) {
    const [sources, bundles] = [await digestSources(entry), await digestBundles(entry)];
    const name = `${entry.action}-${entry.name}-${sources.slice(0, 32)}-${bundles.slice(0, 32)}`;
    const path = inRoot('.tools', 'dist', name);
    const there = await access(path).then(
      () => true,
      () => false, // changed, or never rebuilt here
    );
    proofs.set(entry, { path, there });
  }
  const changed = entries.filter((entry) => !proofs.get(entry)?.there);
  await buildEntries(changed, rebuilt, ({ action, name }) => console.log(`rebuilt ${action}/${name}`));
}, 600_000);

afterAll(() => rm(rebuilt, { recursive: true, force: true }));

describe.each(entries)('dist/$action/$name.js', (entry) => {
  const { action, name } = entry;

  it('is what npm run dist makes of the sources', async () => {
    const proof = proofs.get(entry);
    if (!proof || proof.there) return console.log(`unchanged since it was rebuilt: ${action}/${name}`);
    for (const file of filesOf(entry)) {
      const committed = await readFile(inRoot('dist', action, file));
      const fresh = await readFile(join(rebuilt, action, file));
      expect(committed.equals(fresh), `${file} is stale: run \`npm run dist\` and commit it`).toBe(true);
    }
    await writeFile(proof.path, '');
  });

  it('loads and answers under Node 24', async () => {
    const env = {
      INPUT_MODE: undefined,
      GITHUB_EVENT_PATH: undefined,
      GITHUB_OUTPUT: undefined,
      GITHUB_STATE: undefined,
    };
    const result = await run(process.execPath, [inRoot('dist', action, `${name}.js`)], {
      env,
      timeoutMs: 60_000,
    });
    expect(result.stdout + result.stderr).not.toMatch(
      /Cannot find module|SyntaxError|ERR_MODULE|ERR_REQUIRE|at file:/,
    );
    expect([0, 1]).toContain(result.code);
  });
});

it('holds nothing that is not built', async () => {
  const actions = [...new Set(entries.map(({ action }) => action))];
  expect((await readdir(inRoot('dist'))).sort()).toEqual(actions.sort());
  for (const action of actions) {
    const built = entries.filter((entry) => entry.action === action).flatMap(filesOf);
    expect((await readdir(inRoot('dist', action))).sort()).toEqual(built.sort());
  }
});

/** What dist/build.ts writes for an entry. */
function filesOf({ name }: Entry): string[] {
  return name === 'index'
    ? ['index.js', 'licenses.txt', 'package.json']
    : [`${name}.js`, `${name}.licenses.txt`];
}
