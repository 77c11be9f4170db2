import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { buildEntries, type Entry, inRoot, listActions, listEntries } from '@go-actions/tools';
import { type DistRecord, listUnrecorded, RECORD, readRecord } from '@go-actions/tools/dist/record';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const entries = await listEntries();
const rebuilt = await mkdtemp(join(tmpdir(), 'go-actions-rebuilt-'));
/**
 * Rebuilding all takes a minute of one core: here it is done for what changed since `npm run dist` wrote its record, and for
 * everything where GO_ACTIONS_REBUILD is set, as in our own CI, which believes no record.
 */
const unproved = process.env.GO_ACTIONS_REBUILD
  ? await listActions()
  : await listUnrecorded(await readRecord());

beforeAll(async () => {
  const changed = entries.filter(({ action }) => unproved.includes(action));
  await buildEntries(changed, rebuilt, ({ action, name }) => console.log(`rebuilt ${action}/${name}`));
}, 600_000);

afterAll(() => rm(rebuilt, { recursive: true, force: true }));

describe.each(entries)('dist/$action: $name', (entry) => {
  const { action, name } = entry;

  it('is what npm run dist makes of the sources', async () => {
    if (!unproved.includes(action)) return console.log(`unchanged since npm run dist: ${action}/${name}`);
    for (const file of filesOf(entry)) {
      const committed = await readFile(inRoot('dist', action, file));
      const fresh = await readFile(join(rebuilt, action, file));
      expect(committed.equals(fresh), `${file} is stale: run \`npm run dist\` and commit it`).toBe(true);
    }
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

it("leaves the toolkit's OIDC client, and the HTTP stack that it loads at the start, out of every bundle", async () => {
  for (const { action, name } of entries) {
    const bundle = await readFile(inRoot('dist', action, `${name}.js`), 'utf8');
    expect(bundle, `${action}/${name}`).not.toContain('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  }
});

it('believes no record of other sources, or of other bundles', async () => {
  const record = await readRecord();
  const [first = '', second = '', ...others] = await listActions();
  const lines = { [first]: { ...record[first], sources: '' }, [second]: { ...record[second], bundles: '' } };
  expect(await listUnrecorded({ ...record, ...lines } as DistRecord)).toEqual(
    expect.arrayContaining([first, second]),
  );
  expect(await listUnrecorded({})).toEqual([first, second, ...others]);
});

it('holds nothing that is not built', async () => {
  const actions = [...new Set(entries.map(({ action }) => action))];
  expect((await readdir(inRoot('dist'))).sort()).toEqual([...actions, RECORD].sort());
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
