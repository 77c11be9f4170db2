import { createProject, type Project } from '@go-actions/test-kit';
import { ask, type Bench, lintWith, seeded } from './gate.ts';
import { ensureLinter } from './linters.ts';

/** Functions of the standard library that the made database calls vulnerable, with how to call each. */
const SYMBOLS = [
  { path: 'net/textproto', symbol: 'TrimString', call: 'textproto.TrimString("x")' },
  { path: 'path', symbol: 'Clean', call: 'path.Clean("x")' },
  { path: 'html', symbol: 'EscapeString', call: 'html.EscapeString("x")' },
  { path: 'net/url', symbol: 'QueryEscape', call: 'url.QueryEscape("x")' },
] as const;

const idOf = (i: number): string => `GO-2026-${String(i + 1).padStart(4, '0')}`;

/** Called, only imported or neither, at random: lint-gate counts for each level what govulncheck's own text lists. */
export async function proveVulnerabilities(
  bench: Bench,
  { seed, cases }: { seed: number; cases: number },
): Promise<void> {
  await using database = await makeDatabase();
  const counts = { called: 0, imported: 0 };
  for (let i = 0; i < cases; i++) {
    const random = seeded(seed * 104_729 + i);
    const uses = SYMBOLS.map(() => (['called', 'imported', 'absent'] as const)[random(3)] ?? 'absent');
    await using project = await makeModule(uses);
    for (const level of ['called', 'imported'] as const) {
      const findings = await lintWith(bench, project, {
        preset: 'fast',
        checks: '{ fmt: off, vet: off, staticcheck: off, vuln: error }',
        'vuln-level': level,
        'vuln-db': `file://${database.dir}`,
      });
      const said = await askGovulncheck(bench, project, `file://${database.dir}`, level);
      const found = findings.map(({ rule }) => rule).sort();
      if (said.join() !== found.join()) {
        bench.fail(
          `${bench.go} vulnerabilities case ${i} ${level}: govulncheck says ${said}; lint-gate ${found}`,
        );
      }
      counts[level] += found.length;
    }
  }
  console.log(
    `${bench.go.padEnd(10)} ${cases} modules, vulnerabilities: called ${counts.called}, imported ${counts.imported}, as govulncheck says`,
  );
}

async function makeModule(uses: readonly ('called' | 'imported' | 'absent')[]): Promise<Project> {
  const imports = SYMBOLS.flatMap(({ path }, i) =>
    uses[i] === 'absent' ? [] : [`import ${uses[i] === 'called' ? '' : '_ '}"${path}"\n`],
  );
  const calls = SYMBOLS.flatMap(({ call }, i) => (uses[i] === 'called' ? [`\t_ = ${call}\n`] : []));
  return createProject(
    {
      'go.mod': 'module example.com/app\n\ngo 1.24\n',
      'main.go': `package main\n\n${imports.join('')}\nfunc main() {\n${calls.join('')}}\n`,
    },
    { git: true },
  );
}

/** The ids that govulncheck's text lists: those of called symbols, or with `-scan package` of imported packages as well. */
async function askGovulncheck(
  bench: Bench,
  project: Project,
  database: string,
  level: 'called' | 'imported',
): Promise<string[]> {
  const scan = level === 'called' ? 'symbol' : 'package';
  const program = await ensureLinter('govulncheck', bench.go);
  const { stdout } = await ask(bench, project.dir, program, '-db', database, '-scan', scan, './...');
  const listed = stdout.split('\nYour code is affected by').at(0) ?? '';
  return [
    ...new Set([...listed.matchAll(/^Vulnerability #\d+: (GO-\d+-\d+)/gm)].map(([, id = '']) => id)),
  ].sort();
}

/** A database in the layout that https://go.dev/security/vuln/database describes. */
function makeDatabase(): Promise<Project> {
  const modified = '2026-01-01T00:00:00Z';
  const entries = SYMBOLS.map(({ path, symbol }, i) => ({
    schema_version: '1.3.1',
    id: idOf(i),
    modified,
    published: modified,
    aliases: [],
    summary: `${symbol} is vulnerable`,
    details: 'It is.',
    // govulncheck's text needs it.
    database_specific: { url: `https://pkg.go.dev/vuln/${idOf(i)}`, review_status: 'REVIEWED' },
    affected: [
      {
        package: { name: 'stdlib', ecosystem: 'Go' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.99.0' }] }],
        ecosystem_specific: { imports: [{ path, symbols: [symbol] }] },
      },
    ],
  }));
  const stamps = entries.map(({ id }) => ({ id, modified, fixed: '1.99.0' }));
  return createProject({
    'index/db.json': JSON.stringify({ modified }),
    'index/modules.json': JSON.stringify([{ path: 'stdlib', vulns: stamps }]),
    'index/vulns.json': JSON.stringify(entries.map(({ id }) => ({ id, modified, aliases: [] }))),
    ...Object.fromEntries(entries.map((entry) => [`ID/${entry.id}.json`, JSON.stringify(entry)])),
  });
}
