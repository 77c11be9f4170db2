import { pathToFileURL } from 'node:url';
import { createDeliveryLandscape, createProject, type DeliveryLandscape } from '@go-actions/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';
import { createService, inputsFor } from './service.ts';

// Building them takes minutes: they are used where they are there.
const missing = await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

const MODULE = 'example.com/parser';
const DATE = '2026-01-01T00:00:00Z';

/** A vulnerability database (https://go.dev/doc/security/vuln/database) with one entry, for parser before 1.3.0. */
const databaseOf = (severity: string, ecosystem: object) => ({
  'index/db.json': JSON.stringify({ modified: DATE }),
  'index/modules.json': JSON.stringify([
    { path: MODULE, vulns: [{ id: 'GO-2026-0001', modified: DATE, fixed: '1.3.0' }] },
  ]),
  'index/vulns.json': JSON.stringify([{ id: 'GO-2026-0001', modified: DATE, aliases: ['CVE-2026-1'] }]),
  'ID/GO-2026-0001.json': JSON.stringify({
    schema_version: '1.3.1',
    id: 'GO-2026-0001',
    modified: DATE,
    published: DATE,
    aliases: ['CVE-2026-1'],
    summary: 'Parse reads past the end',
    affected: [
      {
        package: { name: MODULE, ecosystem: 'Go' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.3.0' }] }],
        ecosystem_specific: ecosystem,
      },
    ],
    database_specific: { severity },
  }),
});
const PARSE = { imports: [{ path: MODULE, symbols: ['Parse'] }] };
const DATABASES = {
  high: databaseOf('HIGH', PARSE),
  low: databaseOf('LOW', PARSE),
  unrated: databaseOf('', PARSE),
  whole: databaseOf('HIGH', {}),
  empty: { 'readme.txt': 'nothing else\n' },
  cut: { ...databaseOf('HIGH', PARSE), 'ID/GO-2026-0001.json': '{"id": ' },
};

let landscape: DeliveryLandscape;
let service: Awaited<ReturnType<typeof createService>>;
let databases: Awaited<ReturnType<typeof createProject>>;
beforeAll(async () => {
  if (missing) return;
  landscape = await createDeliveryLandscape();
  databases = await createProject(
    Object.fromEntries(
      Object.entries(DATABASES).flatMap(([name, files]) =>
        Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]),
      ),
    ),
  );
  service = await createService({
    'go.mod': `module example.com/app\n\ngo 1.24\n\nrequire ${MODULE} v1.2.3\n`,
    'vendor/modules.txt': `# ${MODULE} v1.2.3\n## explicit; go 1.24\n${MODULE}\n`,
    [`vendor/${MODULE}/parser.go`]:
      'package parser\n\n//go:noinline\nfunc Parse(s string) int { return len(s) }\n',
    'cmd/app/main.go': `package main\n\nimport "${MODULE}"\n\nfunc main() { println(parser.Parse("x")) }\n`,
  });
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await databases?.[Symbol.asyncDispose]();
  await landscape?.[Symbol.asyncDispose]();
});

const scan = (database: string, changes: Record<string, string> = {}) => {
  const db = pathToFileURL(databases.path(database)).href;
  const inputs = inputsFor(landscape, { scan: 'high', 'scan-db': db, 'dry-run': 'true', ...changes });
  return landscape.run('image-publish', service, { inputs, env: { GITHUB_SHA: service.commit1 } });
};
const ignoring = (id: string, expiry: string) =>
  `- id: ${id}\n  reason: not reachable\n  expiry: ${expiry}\n`;

describe('a vulnerability in a program that ko built', () => {
  it.each([
    ['at the level', 'high', {}],
    ['above the level', 'high', { scan: 'low' }],
    ['without a severity', 'unrated', { scan: 'critical' }],
    ['with a severity, which govulncheck does not pass on', 'low', {}],
    ['that means the whole module', 'whole', {}],
    ['that was accepted until yesterday', 'high', { 'scan-ignore': ignoring('GO-2026-0001', '2020-01-01') }],
    ['while another is accepted', 'high', { 'scan-ignore': ignoring('GO-2026-0002', '9999-12-31') }],
  ])('%s keeps the image from being published, by its id', async (_, database, changes) => {
    const sent = landscape.proxy.requests.length;
    const { code, stdout, outputs } = await scan(database, { 'dry-run': 'false', ...changes });
    expect({ code, stdout }).toMatchObject({ code: 1 });
    expect(stdout).toContain(`it has vulnerable code: GO-2026-0001 in ${MODULE} v1.2.3`);
    expect(outputs.scan).toBe('failed');
    const writes = landscape.proxy.requests.slice(sent).filter(({ method }) => !/^(GET|HEAD)$/.test(method));
    expect(writes).toEqual([]);
  });

  it('an entry that has expired is named', async () => {
    const { stdout } = await scan('high', { 'scan-ignore': ignoring('CVE-2026-1', '2020-01-01') });
    expect(stdout).toContain('CVE-2026-1 expired on 2020-01-01, and ignores nothing');
  });

  it.each([
    ['accepted by its id', 'high', { 'scan-ignore': ignoring('GO-2026-0001', '9999-12-31') }],
    ['accepted by an alias', 'whole', { 'scan-ignore': ignoring('CVE-2026-1', '9999-12-31') }],
  ])('that is %s lets it pass, and is named', async (_, database, changes) => {
    const { code, stdout, outputs, summary } = await scan(database, changes);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(outputs.scan).toBe('passed');
    expect(summary).toContain('GO-2026-0001');
  });

  it.each([
    ['without a reason', '- id: GO-2026-0001\n  expiry: 9999-12-31\n'],
    ['until a day that is none', ignoring('GO-2026-0001', '2026-02-30')],
    ['for everything', ignoring("'*'", '9999-12-31')],
  ])('an entry %s is refused before anything is built', async (_, list) => {
    const { code, stdout } = await scan('high', { 'scan-ignore': list });
    expect(code).toBe(1);
    expect(stdout).toContain('scan-ignore');
    expect(stdout).not.toContain('ko build');
  });
});

describe('a scan that could not be made is no pass', () => {
  it.each([
    ['is not there', 'none'],
    ['is empty', 'empty'],
    ['is cut', 'cut'],
  ])('when the database %s', async (_, database) => {
    const { code, stdout, outputs } = await scan(database);
    expect({ code, stdout }).toMatchObject({ code: 1 });
    expect(stdout).toContain('could not be scanned');
    expect(outputs.scan).toBeUndefined();
  });

  it('when nobody answers', async () => {
    const { code, stdout } = await scan('high', { 'scan-db': 'http://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(stdout).toContain('could not be scanned');
  });
});
