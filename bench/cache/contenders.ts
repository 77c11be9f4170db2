import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from '@go-actions/tools';

/** How a job gets its caches: an action with inputs, a computer that keeps everything, or nothing. */
export type Contender = {
  readonly name: string;
  readonly action?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Keeps its checkout, GOCACHE and GOMODCACHE between the jobs: what a developer's own computer does, and the limit. */
  readonly persistent?: boolean;
  /** Every save replaces what it restored; older entries are counted but not kept in memory. */
  readonly newestOnly?: boolean;
};

/**
 * Everybody who can take part. `setupGo` is a checkout of actions/setup-go with its published bundle; without it that
 * contender is left out. `exportOnly` adds our way for jobs that never link (vet, lint).
 */
export async function listContenders(options: {
  readonly scratch: string;
  readonly goVersion: string;
  readonly setupGo: string | undefined;
  readonly exportOnly: boolean;
}): Promise<Contender[]> {
  const { scratch, goVersion, setupGo, exportOnly } = options;
  const version = { 'go-version': goVersion };
  const inputs = { ...version, 'cache-scope': 'bench', 'test-results': 'true' };
  const ours = { action: 'setup-go-cache', inputs };
  return [
    { name: 'persistent', persistent: true },
    { name: 'ours', ...ours },
    ...(exportOnly
      ? [{ ...ours, name: 'export-only', inputs: { ...ours.inputs, objects: 'export-only' } }]
      : []),
    ...(setupGo ? [{ name: 'setup-go', action: setupGo, inputs: version }] : []),
    { name: 'rolling tar', action: await writeRollingTar(join(scratch, 'rolling-tar')), newestOnly: true },
    { name: 'no cache' },
  ];
}

/** What composite actions do by hand: actions/cache with a key per run and a prefix to restore from. */
async function writeRollingTar(folder: string): Promise<string> {
  const client = pathToFileURL(inRoot('node_modules/@actions/cache/lib/cache.js')).href;
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'action.yml'),
    'name: rolling tar\nruns: { using: node24, main: main.mjs, post: main.mjs }\n',
  );
  await writeFile(
    join(folder, 'main.mjs'),
    `import * as cache from ${JSON.stringify(client)};
import { appendFileSync } from 'node:fs';
const paths = [process.env.HOME + '/.cache/go-build', process.env.HOME + '/go/pkg/mod'];
if (process.env.STATE_main) await cache.saveCache(paths, 'tar-' + Date.now());
else {
  appendFileSync(process.env.GITHUB_STATE, 'main=1\\n');
  await cache.restoreCache(paths, 'tar-newest', ['tar-']);
}
process.exit();
`,
  );
  return folder;
}
