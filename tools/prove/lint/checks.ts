import { createProject, type Project } from '@go-actions/test-kit';
import { ask, type Bench, lintWith, type ReportedFinding, seeded } from './gate.ts';
import { ensureLinter } from './linters.ts';

/** Declarations: clean ones, badly formatted ones, and those that vet or go fix speak about. */
const DECLARATIONS = [
  'func NAME() int { return 1 }',
  'func  NAME() int { return 1 }',
  'func NAME()int{return 1}',
  'func NAME() (n int) {\n\tfor i := 0; i < 10; i++ {\n\t\tn += i\n\t}\n\treturn n\n}',
  'func NAME() { fmt.Printf("%d\\n", "é") }',
  'func NAME() { fmt.Println("%s", 1) }',
  'func NAME() int {\n\tpanic(1)\n\tfmt.Println()\n\treturn 2\n}',
  'func NAME(v interface{}) bool { return v == nil }',
  'type NAME struct {\n\tA int `json:"a`\n}',
  'type NAME struct {\n  B    int\n\tLonger string // why\n}',
  '// NAME is a constant.\nconst NAME = 1\n\n\n\nvar NAME2   = NAME',
];
const HEADER = 'package app\n\nimport "fmt"\n\nvar _ = fmt.Sprint\n\n';

/** fmt, vet, tidy and fix on generated modules: the same files and places as the tools' own output, whatever the version. */
export async function proveChecks(
  bench: Bench,
  { seed, cases }: { seed: number; cases: number },
): Promise<void> {
  const counts = { fmt: 0, vet: 0, tidy: 0, fix: 0, staticcheck: 0 };
  for (let i = 0; i < cases; i++) {
    await using project = await makeModule(seed * 1_000 + i);
    const findings = await lintWith(bench, project, {
      preset: 'fast',
      checks: '{ staticcheck: off, tidy: error, fix: error }',
    });
    const of = (check: string) => findings.filter((finding) => finding.check === check);
    const label = `${bench.go} case ${i}`;
    await compareFormat(bench, project, of('fmt'), label);
    await compareVet(bench, project, of('vet'), label);
    const tidy = await ask(bench, project.dir, 'go', 'mod', 'tidy', '-diff');
    if ((tidy.code !== 0) !== of('tidy').length > 0)
      bench.fail(`${label}: tidy exits with ${tidy.code}, ${of('tidy').length} findings`);
    await compareFix(bench, project, of('fix'), label);
    // Alone: what vet says on the same line as well would count once.
    const alone = await lintWith(bench, project, { preset: 'fast', checks: '{ fmt: off, vet: off }' });
    await compareStaticcheck(bench, project, alone, label);
    findings.push(...alone);
    for (const check of Object.keys(counts) as (keyof typeof counts)[]) counts[check] += of(check).length;
  }
  const table = Object.entries(counts).map(([check, count]) => `${check} ${count}`);
  console.log(`${bench.go.padEnd(10)} ${cases} modules, findings: ${table.join(', ')}`);
}

async function makeModule(seed: number): Promise<Project> {
  const random = seeded(seed);
  const files: Record<string, string> = { 'go.mod': 'module example.com/app\n\ngo 1.24\n' };
  if (random(4) === 0) files['go.mod'] += '\nrequire golang.org/x/text v0.3.0\n';
  const count = 1 + random(5);
  for (let f = 0; f < count; f++) {
    const body = Array.from({ length: 1 + random(6) }, (_, d) => {
      const chosen = DECLARATIONS[random(DECLARATIONS.length)] ?? '';
      return chosen.replaceAll('NAME', `N${f}x${d}`);
    });
    const text = HEADER + body.join('\n\n') + (random(5) === 0 ? '' : '\n');
    const name = ['plain.go', 'a b.go', 'é.go', 'x::y.go', '-dash.go'][random(5)];
    files[`f${f}${name}`] = random(6) === 0 ? text.replaceAll('\n', '\r\n') : text;
  }
  return createProject(files, { git: true });
}

/** The files are those of `gofmt -l`, and the fixes, applied, give gofmt's bytes. */
async function compareFormat(
  bench: Bench,
  project: Project,
  findings: readonly ReportedFinding[],
  label: string,
): Promise<void> {
  const root = (await ask(bench, project.dir, 'go', 'env', 'GOROOT')).stdout.trim();
  const gofmt = `${root}/bin/gofmt`;
  const listed = (await ask(bench, project.dir, gofmt, '-l', '.')).stdout.split('\n').filter(Boolean).sort();
  const found = [...new Set(findings.map(({ file }) => file ?? ''))].sort();
  if (listed.join('\n') !== found.join('\n'))
    bench.fail(`${label}: gofmt -l lists ${listed}, lint-gate ${found}`);
  for (const file of listed) {
    const want = (await ask(bench, project.dir, gofmt, `./${file}`)).stdout;
    const fixes = findings.filter((finding) => finding.file === file).flatMap(({ fix }) => fix ?? []);
    if (applyFixes(await project.read(file), fixes) !== want)
      bench.fail(`${label}: the fixes of ${file} do not give gofmt's text`);
  }
}

function applyFixes(text: string, fixes: readonly { start: number; end: number; text: string }[]): string {
  const lines = text.split(/(?<=\n)/);
  for (const { start, end, text: replacement } of [...fixes].sort((a, b) => b.start - a.start)) {
    lines.splice(start - 1, end - start + 1, replacement);
  }
  return lines.join('');
}

/** Each line of `go vet`'s text is a finding, and nothing else is. */
async function compareVet(
  bench: Bench,
  project: Project,
  findings: readonly ReportedFinding[],
  label: string,
): Promise<void> {
  const { stderr } = await ask(bench, project.dir, 'go', 'vet', './...');
  const said = stderr.split('\n').flatMap((line) => {
    const match = /^(?:vet: )?\.?\/?(.+\.go):(\d+):\d+: (.*)$/.exec(line);
    return match ? [`${match[1]}:${match[2]} ${match[3]}`] : [];
  });
  const found = findings.map(({ file, line, message }) => `${file}:${line} ${message.split('\n')[0]}`);
  if (said.sort().join('\n') !== found.sort().join('\n'))
    bench.fail(`${label}: go vet says\n${said.join('\n')}\nlint-gate\n${found.join('\n')}`);
}

/** The files are those that `go fix -diff` names; before Go 1.26 there are none. */
async function compareFix(
  bench: Bench,
  project: Project,
  findings: readonly ReportedFinding[],
  label: string,
): Promise<void> {
  const { stdout } = await ask(bench, project.dir, 'go', 'fix', '-diff', './...');
  const named = [...stdout.matchAll(/^\+\+\+ (.+) \(new\)$/gm)].map(([, path = '']) =>
    path.slice(project.dir.length + 1),
  );
  const found = new Set(findings.map(({ file }) => file));
  if ([...named].sort().join() !== [...found].sort().join())
    bench.fail(`${label}: go fix names ${named}, lint-gate ${[...found]}`);
}

/** Each line of staticcheck's text is a finding, and nothing else is. */
async function compareStaticcheck(
  bench: Bench,
  project: Project,
  findings: readonly ReportedFinding[],
  label: string,
): Promise<void> {
  const { stdout } = await ask(bench, project.dir, await ensureLinter('staticcheck', bench.go), './...');
  const said = [...stdout.matchAll(/^(.+\.go):(\d+):\d+: (.*) \((\w+)\)$/gm)].map(
    ([, file, line, message, code]) => `${file}:${line} ${code} ${message}`,
  );
  const found = findings.map(({ file, line, rule, message }) => `${file}:${line} ${rule} ${message}`);
  if (said.sort().join('\n') !== found.sort().join('\n')) {
    bench.fail(`${label}: staticcheck says\n${said.join('\n')}\nlint-gate\n${found.join('\n')}`);
  }
}
