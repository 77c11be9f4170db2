import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes, runChecked } from '@go-actions/action-kit';
import { ensureGoTool, inRoot } from '@go-actions/tools';
import { type Measured, measure } from './coverage/measure.ts';
import { writeEvents, writeProfile, writeSources } from './coverage/workload.ts';

type Contender = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
};

/**
 * `npm run bench -- coverage [--rounds 5] [--megabytes 20 --megabytes 100] [--events 1000000]`: profiles of 20 and 100 MB over the
 * standard library's sources, and 1,000,000 test events. Ours and the peer take turns on the same files. Ours is the action's
 * bundle as a runner starts it, from its start to outputs and summary; both ask `go list` for the packages. `go tool cover -func` reads the profile, parses every source file and prints
 * every function; `totals` reads the profile and looks through the sources for ignore and generated comments; `functions`
 * (`total: func`) also scans every file as the peer does; `HTML` also draws the page.
 */
export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      megabytes: { type: 'string', multiple: true, default: ['20', '100'] },
      events: { type: 'string', default: '1000000' },
    },
  });
  const rounds = Number(values.rounds);
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-bench-'));
  try {
    // The tool itself: measured through `go tool`, the memory would be that of the go command.
    const cover = (await runChecked('go', ['tool', '-n', 'cover'])).stdout.trim();
    const goroot = (await runChecked('go', ['env', 'GOROOT'])).stdout.trim();
    const sources = await writeSources(scratch);
    console.log(`${sources.files} files, ${sources.blocks.length} blocks`);
    for (const megabytes of values.megabytes.map(Number)) {
      const profile = join(scratch, `cover-${megabytes}.out`);
      const lines = await writeProfile(profile, sources.blocks, megabytes * 1e6);
      await compare(
        `profile of ${formatBytes((await stat(profile)).size)}, ${lines} lines`,
        scratch,
        rounds,
        [
          {
            name: 'go tool cover -func',
            command: cover,
            args: [`-func=${profile}`, '-o', join(scratch, 'func.txt')],
            env: { GOROOT: goroot },
          },
          { name: 'ours, totals', ...wholeStep(scratch, { INPUT_PROFILES: profile }) },
          {
            name: 'ours, functions',
            ...wholeStep(scratch, { INPUT_PROFILES: profile, INPUT_TOTAL: 'func' }),
          },
          {
            name: 'ours, HTML',
            ...wholeStep(scratch, { INPUT_PROFILES: profile, 'INPUT_REPORT-DIR': join(scratch, 'report') }),
          },
        ],
      );
    }
    const page = await stat(join(scratch, 'report', 'coverage.html'));
    console.log(`\nThe page for ${sources.files} files has ${formatBytes(page.size)}.`);
    const events = join(scratch, 'events.json');
    const count = await writeEvents(events, Number(values.events));
    const one = join(scratch, 'one.out');
    await writeFile(one, `mode: set\n${sources.blocks[0]} 1\n`);
    const gotestsum = await ensureGoTool('gotestsum');
    await compare(
      `${count} events of go test -json, ${formatBytes((await stat(events)).size)}`,
      scratch,
      rounds,
      [
        {
          name: 'gotestsum',
          command: gotestsum,
          args: ['--format', 'none', '--raw-command', '--', 'cat', events],
        },
        {
          name: 'ours',
          ...wholeStep(scratch, {
            INPUT_PROFILES: one,
            INPUT_PACKAGES: './bufio',
            'INPUT_TEST-JSON': events,
          }),
        },
        {
          name: 'ours, without events',
          ...wholeStep(scratch, { INPUT_PROFILES: one, INPUT_PACKAGES: './bufio' }),
        },
      ],
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The action on the workload's module, with the inputs' defaults and without running tests. */
function wholeStep(workspace: string, inputs: Record<string, string>): Omit<Contender, 'name'> {
  const defaults = {
    'WORKING-DIRECTORY': '.',
    RUN: 'false',
    RACE: 'true',
    TIMEOUT: '10m',
    SHUFFLE: 'off',
    'MIN-TOTAL': '0',
    'MIN-PATCH': '0',
    'MIN-PACKAGE': '0',
    'MIN-FILE': '0',
    'MIN-PATCH-STATEMENTS': '1',
    'EXCLUDE-GENERATED': 'true',
    'REQUIRE-IGNORE-REASON': 'false',
    'ON-MISSING-BASE': 'pass',
    RATCHET: 'off',
    TOLERANCE: '0',
    'RERUN-FAILS': '0',
    TOTAL: 'statements',
    REPORTS: 'html',
    ANNOTATIONS: 'true',
    SUMMARY: 'true',
  };
  const env = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [`INPUT_${name}`, value]));
  return {
    command: process.execPath,
    args: [inRoot('dist/coverage-gate/index.js')],
    env: {
      ...env,
      ...inputs,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: workspace,
      GITHUB_REPOSITORY: 'octo/app',
    },
  };
}

async function compare(
  title: string,
  cwd: string,
  rounds: number,
  contenders: readonly Contender[],
): Promise<void> {
  const measured = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, ...contender } of contenders) {
      const result = await measure({ ...contender, cwd });
      if (round > 0) measured.get(name)?.push(result); // the first round warms caches
    }
  }
  const [peer] = contenders;
  const reference = best(measured.get(peer?.name ?? '') ?? []);
  console.log(`\n${title}, best and median of ${rounds}\n`);
  console.log('                          best   median   ratio   peak RSS');
  for (const { name } of contenders) {
    const results = measured.get(name) ?? [];
    const median = results.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(results.length / 2)] ?? 0;
    const peak = Math.max(...results.map(({ peakBytes }) => peakBytes));
    console.log(
      `${name.padEnd(22)} ${(best(results) / 1_000).toFixed(2).padStart(5)} s ${(median / 1_000).toFixed(2).padStart(6)} s ${(best(results) / reference).toFixed(2).padStart(7)}   ${formatBytes(peak).padStart(8)}`,
    );
  }
}

function best(results: readonly Measured[]): number {
  return Math.min(...results.map(({ ms }) => ms));
}
