import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { buildEntries, inRoot, listEntries } from '@go-actions/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const entries = await listEntries();
let rebuilt: string;

beforeAll(async () => {
  rebuilt = await mkdtemp(join(tmpdir(), 'go-actions-rebuilt-'));
  await buildEntries(entries, rebuilt, ({ action, name }) => console.log(`rebuilt ${action}/${name}`));
}, 600_000);

afterAll(() => rm(rebuilt, { recursive: true, force: true }));

describe.each(entries)('dist/$action/$name.js', ({ action, name }) => {
  it('is what npm run dist makes of the sources', async () => {
    const committed = await readFile(inRoot('dist', action, `${name}.js`));
    const fresh = await readFile(join(rebuilt, action, `${name}.js`));
    expect(committed.equals(fresh), 'stale: run `npm run dist` and commit it').toBe(true);
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
    expect((await readdir(inRoot('dist', action))).sort()).toEqual(
      (await readdir(join(rebuilt, action))).sort(),
    );
  }
});
