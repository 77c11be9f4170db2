import { run } from '@go-actions/action-kit';
import { createProject, type Project } from '@go-actions/test-kit';
import { type Bench, lintWith, seeded } from './gate.ts';
import { ensureLinter } from './linters.ts';

const ALONE = '{ fmt: off, vet: off, tidy: off, verify: off, replace: off }';
const CONFIG = 'version: "2"\nlinters: { default: none, enable: [errcheck] }\n';
const line = (id: number) => `func f${id}() { os.Remove("${id}") }`;
const source = (lines: readonly string[]) => `package app\n\nimport "os"\n\n${lines.join('\n')}\n`;

/**
 * Random edits, moves and deletions in a module below the root: `only-new: lines` finds exactly what golangci-lint's own
 * `--new-from-rev` (revgrep) finds.
 */
export async function proveFilter(
  bench: Bench,
  { seed, cases }: { seed: number; cases: number },
): Promise<void> {
  let [news, all] = [0, 0];
  for (let i = 0; i < cases; i++) {
    const random = seeded(seed * 7_919 + i);
    let next = 0;
    const fresh = () => line(next++);
    const files = Array.from({ length: 6 }, () => Array.from({ length: 3 + random(12) }, fresh));
    const before = Object.fromEntries(files.map((lines, f) => [`svc/f${f}.go`, source(lines)]));
    const root = { 'go.mod': 'module example.com/root\n\ngo 1.24\n', '.golangci.yml': CONFIG };
    await using project = await createProject(
      { ...root, 'svc/go.mod': 'module example.com/svc\n\ngo 1.24\n', ...before },
      { git: true },
    );
    const base = await project.git('rev-parse', 'HEAD');
    for (const [f, lines] of files.entries()) await edit(project, random, f, lines, fresh);
    if (random(2) === 0) await project.commit('feat: edits');

    const findings = await lintWith(bench, project, { checks: ALONE, 'only-new': 'lines', base });
    const ours = findings
      .filter(({ standing }) => standing === 'new')
      .map(({ file, line: at }) => `${file}:${at}`);
    const theirs = await askRevgrep(bench, project, base);
    if (ours.sort().join('\n') !== theirs.sort().join('\n'))
      bench.fail(`filter case ${i}: golangci-lint says ${theirs}; lint-gate ${ours}`);
    news += ours.length;
    all += findings.length;
  }
  console.log(
    `${bench.go.padEnd(10)} ${cases} histories: ${news} of ${all} findings are new, as golangci-lint says`,
  );
}

async function edit(
  project: Project,
  random: (below: number) => number,
  f: number,
  lines: string[],
  fresh: () => string,
): Promise<void> {
  const act = random(5);
  if (act === 0) return;
  if (act === 1) return project.write({ [`svc/f${f}.go`]: null });
  const edited = lines.flatMap((text) => {
    const kind = random(8);
    return kind === 0 ? [] : kind === 1 ? [fresh()] : kind === 2 ? [text, fresh()] : [text];
  });
  const name = act === 2 ? `svc/moved${f}.go` : `svc/f${f}.go`;
  if (act === 2) await project.git('mv', `svc/f${f}.go`, name);
  const text = source(edited);
  await project.write({ [name]: act === 3 ? text.trimEnd() : text });
}

async function askRevgrep(bench: Bench, project: Project, base: string): Promise<string[]> {
  const golangci = await ensureLinter('golangci-lint', bench.go);
  const args = [
    'run',
    `--new-from-rev=${base}`,
    '--output.json.path=stdout',
    '--show-stats=false',
    '--max-issues-per-linter=0',
    '--max-same-issues=0',
    '--path-mode=abs',
  ];
  const { stdout } = await run(golangci, args, { cwd: project.path('svc'), env: { GOTOOLCHAIN: bench.go } });
  const { Issues } = JSON.parse(stdout) as { Issues: { Pos: { Filename: string; Line: number } }[] | null };
  return (Issues ?? []).map(({ Pos }) => `${Pos.Filename.slice(project.dir.length + 1)}:${Pos.Line}`);
}

const LARGE = { files: 2_000, changed: 15 };

/** A change of 2,000 files and 30,000 lines, with one old and one new finding in each file. */
export async function proveLargeChange(bench: Bench): Promise<void> {
  const text = (f: number, round: number) => {
    const numbers = Array.from({ length: LARGE.changed - 1 }, (_, i) => `// ${round} ${i}`).join('\n');
    const added = round === 0 ? '// nothing yet' : `func  New${f}() {}`;
    return `package app\n\nfunc  Old${f}() {}\n\n${numbers}\n${added}\n`;
  };
  const tree = (round: number) =>
    Object.fromEntries(
      Array.from({ length: LARGE.files }, (_, f) => [`p${f % 50}/f${f}.go`, text(f, round)]),
    );
  await using project = await createProject(
    { 'go.mod': 'module example.com/app\n\ngo 1.24\n', ...tree(0) },
    { git: true },
  );
  const base = await project.git('rev-parse', 'HEAD');
  await project.commit('feat: everything', tree(1));
  const stat = await project.git('diff', '--shortstat', base);
  const findings = await lintWith(bench, project, {
    preset: 'fast',
    checks: '{ vet: off, staticcheck: off }',
    'only-new': 'lines',
    base,
  });
  const fresh = findings.filter(({ standing }) => standing === 'new');
  const exact = fresh.length === LARGE.files && fresh.every(({ line: at }) => at === 4 + LARGE.changed);
  if (!exact || findings.length !== 2 * LARGE.files)
    bench.fail(`large change: ${fresh.length} new of ${findings.length} findings`);
  console.log(`${bench.go.padEnd(10)} ${stat.trim()}: ${fresh.length} new of ${findings.length} findings`);
}
