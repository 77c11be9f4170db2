import { readFile } from 'node:fs/promises';
import { run } from '@go-actions/action-kit';
import { createProject, type Project, runAction } from '@go-actions/test-kit';
import { generatePackage } from './generate.ts';
import type { PatchNumbers } from './patch-oracle.ts';
import { createRandom } from './random.ts';

export type Comparison = {
  readonly version: string;
  readonly packages: number;
  readonly functions: number;
  readonly lines: number;
  readonly total: string;
  readonly differences: number;
};

type Options = {
  readonly count: number;
  readonly seed: number;
  readonly versions: readonly string[];
  readonly say?: (line: string) => void;
};

/** What we read of coverage-gate's JSON report. */
export type Report = {
  readonly patch: PatchNumbers | { readonly reason: string };
  readonly packages: readonly {
    readonly importPath: string;
    readonly covered: number;
    readonly statements: number;
    readonly files: readonly {
      readonly path: string;
      readonly functions: readonly { name: string; line: number; covered: number; statements: number }[];
      readonly lines: Readonly<Record<string, readonly [number, number][]>>;
    }[];
  }[];
};

/** Judges the same random packages with coverage-gate and with Go, for each version of Go. */
export async function compareWithGo({
  count,
  seed,
  versions,
  say = () => undefined,
}: Options): Promise<{ rows: Comparison[]; problems: string[] }> {
  await using project = await createProject({ 'go.mod': 'module example.com/random\n\ngo 1.23\n' });
  for (let i = 0; i < count; i++) {
    const { name, files } = generatePackage(`p${i}`, createRandom(seed * 1_000 + i));
    await project.write(
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, text])),
    );
  }
  const rows: Comparison[] = [];
  const problems: string[] = [];
  let first: Map<string, string> | undefined;
  for (const version of versions) {
    say(`${version}: go test, go tool cover and coverage-gate ...`);
    const before = problems.length;
    const go = await askGo(project, version);
    const report = await judge(project, version);
    const total = compareNumbers(report, go, (problem) => problems.push(`${version}: ${problem}`));
    // A package without a statement is named by go test, and stands in no profile.
    const profile = await project.read(`cover-${version}.out`);
    const named = [...go.packages.keys()].filter((path) => profile.includes(`\n${path}/`)).length;
    if (named !== report.packages.length)
      problems.push(`${version}: ${report.packages.length} packages, go test names ${named}`);
    const lines = lineStatus(report);
    first ??= lines;
    for (const [path, status] of lines) {
      if (first.get(path) !== status)
        problems.push(
          `${version}: ${path} has other lines than under ${versions[0]}:\n  ${status}\n  ${first.get(path)}`,
        );
    }
    const functions = report.packages.flatMap((pkg) => pkg.files.flatMap((file) => file.functions)).length;
    const compared = [...lines.values()].reduce((sum, status) => sum + countLines(status), 0);
    rows.push({
      version,
      packages: report.packages.length,
      functions,
      lines: compared,
      total,
      differences: problems.length - before,
    });
  }
  return { rows, problems };
}

export async function judge(
  project: Project,
  version: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Report> {
  const result = await runAction('coverage-gate', {
    workspace: project.dir,
    inputs: {
      // Go ran the tests already, to be asked; running them twice would only prove patience.
      run: 'false',
      profiles: `cover-${version}.out`,
      'min-total': '0',
      'min-patch': '0',
      'exclude-generated': 'false',
      'report-dir': `report-${version}`,
      reports: 'json',
      summary: 'false',
      ...inputs,
    },
    env: { GOTOOLCHAIN: version },
    timeoutMs: 1_800_000,
  });
  if (result.outputs.verdict !== 'pass')
    throw new Error(
      `coverage-gate says ${result.outputs.verdict} under ${version}:\n${result.stdout.slice(-4_000)}`,
    );
  return JSON.parse(await readFile(project.path(`report-${version}`, 'coverage.json'), 'utf8')) as Report;
}

export type GoNumbers = {
  readonly packages: ReadonlyMap<string, string>;
  readonly functions: readonly string[];
  readonly total: string;
};

/** `go test -cover` for the packages, `go tool cover -func` for the functions and their total. */
export async function askGo(
  project: Project,
  version: string,
  {
    cwd = project.dir,
    profile = `cover-${version}.out`,
    args = [] as readonly string[],
    patterns = ['./...'] as readonly string[],
  } = {},
): Promise<GoNumbers> {
  const options = { cwd, env: { GOTOOLCHAIN: version }, timeoutMs: 1_800_000 };
  // A test that fails leaves its coverage all the same; what did not build is missing from the numbers of both sides.
  const { stdout: tests } = await run(
    'go',
    ['test', '-vet=off', '-ldflags=-s -w', '-cover', `-coverprofile=${profile}`, ...args, ...patterns],
    options,
  );
  const cover = (await project.exec('go', ['tool', 'cover', `-func=${profile}`], options)).trim().split('\n');
  return {
    packages: new Map(
      // A package without tests: `\tPACKAGE\t\tcoverage: 0.0% of statements`.
      [...tests.matchAll(/^(?:ok {2})?\t(\S+)\t.*coverage: (\S+)/gm)].map((match) => [
        match[1] ?? '',
        match[2] ?? '',
      ]),
    ),
    functions: cover.slice(0, -1).map((line) => line.replace(/\t+/g, ' ')),
    total: cover.at(-1)?.split('\t').at(-1) ?? '',
  };
}

export function compareNumbers(report: Report, go: GoNumbers, complain: (problem: string) => void): string {
  for (const pkg of report.packages) {
    const theirs = go.packages.get(pkg.importPath);
    const ours = pkg.statements === 0 ? '[no' : percent(pkg.covered, pkg.statements);
    if (theirs !== undefined && ours !== theirs)
      complain(`${pkg.importPath} is ${ours} (${pkg.covered}/${pkg.statements}), go test says ${theirs}`);
  }
  const files = report.packages.flatMap((pkg) =>
    pkg.files.map((file) => ({
      ...file,
      name: `${pkg.importPath}/${file.path.slice(file.path.lastIndexOf('/') + 1)}`,
    })),
  );
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const ours = files.flatMap((file) =>
    file.functions.map(
      (func) => `${file.name}:${func.line}: ${func.name} ${percent(func.covered, func.statements)}`,
    ),
  );
  for (let i = 0; i < Math.max(ours.length, go.functions.length); i++) {
    if (ours[i] === go.functions[i]) continue;
    complain(`${ours[i]}, go tool cover says ${go.functions[i]}`);
    break;
  }
  const functions = files.flatMap((file) => file.functions);
  const total = percent(
    functions.reduce((sum, func) => sum + func.covered, 0),
    functions.reduce((sum, func) => sum + func.statements, 0),
  );
  if (total !== go.total) complain(`the total of functions is ${total}, go tool cover says ${go.total}`);
  return total;
}

/** `%.1f` of Go: exact ties, such as 6.25, go to the even digit; `toFixed` would round them up. */
function percent(covered: number, statements: number): string {
  const value = (100 * covered) / Math.max(statements, 1);
  const tie = Number.isInteger(value * 20) && (value * 20) % 2 === 1;
  const tenths = tie ? 2 * Math.round(value * 5) : Math.round(value * 10);
  return tie ? `${(tenths / 10).toFixed(1)}%` : `${value.toFixed(1)}%`;
}

function lineStatus(report: Report): Map<string, string> {
  return new Map(
    report.packages.flatMap((pkg) =>
      pkg.files.map((file): [string, string] => [file.path, JSON.stringify(file.lines)]),
    ),
  );
}

function countLines(status: string): number {
  const ranges = Object.values(JSON.parse(status) as Record<string, [number, number][]>).flat();
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}
