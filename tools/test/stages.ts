import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionError, run } from '@go-actions/action-kit';
import { QUICK_COMPILER } from '@go-actions/go-project';
import { inRoot, ROOT } from '../root.ts';
import { openScratch } from './scratch.ts';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** One part of a test run; its output goes straight to the terminal. */
export type Stage = { readonly title: string; readonly execute: () => Promise<Counts> };

const node = (script: string, ...args: string[]) => [inRoot('node_modules', script), ...args];

/** A stage that is one program: exit code 0 is one test passed. */
export function programStage(title: string, args: readonly string[]): Stage {
  return {
    title,
    execute: async () => {
      const passed = (await runVisibly(args)) === 0;
      return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
    },
  };
}

export const formatStage = programStage(
  'Format and lint (Biome)',
  node('@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
);
/** Remembers what it has checked, so that the next time only what has changed is. */
export const typesStage = programStage(
  'Types (TypeScript)',
  node(
    'typescript/bin/tsc',
    ...['--noEmit', '--project', '.', '--incremental'],
    ...['--tsBuildInfoFile', inRoot('.tools', 'types.tsbuildinfo')],
  ),
);

/** Runs vitest on what the filters select, and counts its tests; a run that ends without a result counts as one failure. */
export function vitestStage(title: string, args: readonly string[]): Stage {
  return {
    title,
    execute: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'go-actions-vitest-'));
      await using scratch = await openScratch();
      try {
        const report = join(folder, 'report.json');
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
        const code = await runVisibly(
          node('vitest/vitest.mjs', 'run', '--root', ROOT, ...reporters, ...args),
          { ...QUICK_COMPILER, ...(scratch && { TMPDIR: scratch.dir }) },
        );
        return countTests(await readFile(report, 'utf8').catch(() => ''), code); // no report: vitest did not start
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** The counts of vitest's JSON report; a suite that could not be loaded, or an unhandled error, is a failure too. */
export function countTests(report: string, exitCode: number | null): Counts {
  if (report === '') return { passed: 0, failed: 1, skipped: 0 };
  const totals = JSON.parse(report) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: readonly { status: string; assertionResults: readonly unknown[] }[];
  };
  const unloadable = totals.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = totals.numFailedTests + unloadable.length;
  return {
    passed: totals.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: totals.numPendingTests + totals.numTodoTests,
  };
}

/**
 * Runs the groups of stages in order, those of one group at the same time, all of them even after a failure, and ends with
 * one line `N passed, N failed`.
 */
export async function runStages(groups: readonly (readonly Stage[])[]): Promise<void> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const red: string[] = [];
  const runStage = async ({ title, execute }: Stage) => {
    const started = Date.now();
    const counts = await execute();
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    if (counts.failed > 0) red.push(title);
    const verdict = counts.failed === 0 ? 'ok' : 'FAILED';
    console.log(`${verdict}  ${title}  ${((Date.now() - started) / 1_000).toFixed(1)} s`);
  };
  for (const [index, group] of groups.entries()) {
    console.log(`\n[${index + 1}/${groups.length}] ${group.map(({ title }) => title).join('; ')}`);
    await Promise.all(group.map(runStage));
  }
  if (red.length > 0) console.log(`\nFailed: ${red.join(', ')}`);
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  );
  if (total.failed > 0) process.exit(1);
  if (total.passed === 0) throw new ActionError('No test ran.');
}

async function runVisibly(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  const show = (line: string) => console.log(line);
  const env = { FORCE_COLOR: undefined, NO_COLOR: '1', ...more };
  return (await run(process.execPath, args, { cwd: ROOT, env, onStdoutLine: show, onStderrLine: show })).code;
}
