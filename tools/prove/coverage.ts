import { parseArgs } from 'node:util';
import { ActionError, formatDuration } from '@go-actions/action-kit';
import { ensureGoTool } from '../go-tools.ts';
import { compareRepository, compareStandardLibrary } from './coverage/corpus.ts';
import { type Comparison, compareWithGo } from './coverage/differential.ts';
import { compareJunit } from './coverage/junit.ts';
import { comparePatches } from './coverage/patch.ts';

const VERSIONS = ['go1.23.5', 'go1.24.4', 'go1.26.8', 'go1.27.3'];

/**
 * `npm run prove -- coverage [--packages 300] [--seed N] [--go go1.26.8]`: random packages, judged by coverage-gate and by Go itself.
 * `npm run prove -- coverage std /path/to/repository …`: the same for real code, the standard library and checkouts.
 * Every package total, every function of `go tool cover -func` and its total must be equal, and the status of every line
 * must be the same under all Go versions.
 * `npm run prove -- coverage patch [--rounds 40] [--seed N]`: random edits of a repository, judged by coverage-gate and by brute force.
 * `npm run prove -- coverage junit [--go go1.26.8]`: tests that end in every way, counted by coverage-gate and by gotestsum.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      packages: { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      go: { type: 'string', multiple: true },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000);
  const versions = values.go ?? VERSIONS;
  const corpora = positionals.filter((name) => name !== 'patch' && name !== 'junit');
  if (positionals.includes('patch')) await provePatches(Number(values.rounds ?? 40), seed);
  if (positionals.includes('junit')) await proveJunit(versions);
  if (corpora.length > 0) await compareCorpora(corpora);
  if (positionals.length === 0) await provePackages(Number(values.packages ?? 300), seed, versions);
}

async function provePackages(count: number, seed: number, versions: readonly string[]): Promise<void> {
  console.log(`${count} random packages, seed ${seed}, ${versions.join(', ')}`);
  const started = Date.now();
  const { rows, problems } = await compareWithGo({ count, seed, versions, say: console.log });
  console.log(renderTable(rows));
  for (const problem of problems.slice(0, 20)) console.log(problem);
  console.log(`${formatDuration(Date.now() - started)}, ${problems.length} differences`);
  if (problems.length > 0) throw new ActionError(`coverage-gate and Go differ; repeat with --seed ${seed}.`);
}

async function provePatches(rounds: number, seed: number): Promise<void> {
  console.log(`${rounds} rounds of random edits, seed ${seed}`);
  const { problems, edits, files, statements, covered, ranges } = await comparePatches({
    rounds,
    seed,
    say: console.log,
  });
  console.log([...edits].map(([name, count]) => `${count} × ${name}`).join(', '));
  console.log(
    `${files} changed files, ${covered} of ${statements} changed statements covered, ${ranges} uncovered ranges, ${problems.length} differences`,
  );
  for (const problem of problems.slice(0, 5)) console.log(problem);
  if (problems.length > 0)
    throw new ActionError(`coverage-gate and brute force differ; repeat with --seed ${seed}.`);
}

async function proveJunit(versions: readonly string[]): Promise<void> {
  const gotestsum = await ensureGoTool('gotestsum');
  const problems: string[] = [];
  for (const version of versions) {
    const compared = await compareJunit(version, gotestsum);
    problems.push(...compared.problems);
    console.log(
      `${version.padEnd(10)} ${compared.suites} suites, ${compared.tests} tests, ${compared.problems.length} differences`,
    );
  }
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) throw new ActionError('coverage-gate and gotestsum count differently.');
}

async function compareCorpora(names: readonly string[]): Promise<void> {
  const corpora = [];
  for (const name of names) {
    console.log(`${name}: go test, go tool cover and coverage-gate ...`);
    corpora.push(name === 'std' ? await compareStandardLibrary() : await compareRepository(name));
  }
  console.log(renderTable(corpora).replace('    lines', '    files'));
  const problems = corpora.flatMap((corpus) => corpus.problems);
  for (const problem of problems.slice(0, 20)) console.log(problem);
  if (problems.length > 0) throw new ActionError('coverage-gate and Go differ.');
}

function renderTable(rows: readonly Comparison[]): string {
  const lines = rows.map(
    ({ version, packages, functions, lines: compared, total, differences }) =>
      `${version.padEnd(10)} ${String(packages).padStart(9)} ${String(functions).padStart(10)} ${String(compared).padStart(8)} ${total.padStart(9)} ${String(differences).padStart(12)}`,
  );
  return ['version     packages  functions    lines     total  differences', ...lines].join('\n');
}
