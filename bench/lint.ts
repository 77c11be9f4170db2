import { mkdtemp } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes, runChecked } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { ensureGoTool, inRoot } from '@go-actions/tools';
import { collectorSettings } from '../actions/lint-gate/src/run/collector.ts';
import { type Contender, compare } from './lint/compare.ts';
import { makeReport } from './lint/findings.ts';
import { measureLargeStep } from './lint/large-step.ts';
import { makeModules, openWorkspace } from './lint/repositories.ts';
import { actionStep, emptyStep, tools } from './lint/steps.ts';

/**
 * `npm run bench -- lint [repository] [--rounds 5] [--only pipeline,light,golangci,collector,modules]`: what lint-gate adds to the linters that it runs, everything warm, rounds
 * alternating between the contenders. PEER_GOLANGCI_ACTION names a checkout of golangci-lint-action whose bundle runs beside.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: 'pipeline,light,golangci,collector,modules' },
    },
  });
  const rounds = Number(values.rounds);
  const wanted = values.only.split(',');
  const linters = await Promise.all([ensureGoTool('staticcheck'), ensureGoTool('golangci-lint')]);
  process.env.PATH = [...linters.map((path) => dirname(path)), process.env.PATH].join(':');

  if (wanted.includes('pipeline')) await runPipeline();
  await using repository = await openWorkspace(resolve(positionals[0] ?? inRoot('examples/go-service')));
  if (wanted.includes('light')) await benchLight(repository.dir, rounds);
  if (wanted.includes('golangci')) await benchGolangci(repository.dir, rounds);
  if (wanted.includes('collector')) await benchCollector(repository.dir, rounds);
  if (wanted.includes('modules')) await benchModules(rounds);
}

/** The stages in a process of their own, then the whole step with a linter that finds as much. */
async function runPipeline(): Promise<void> {
  console.log('## 50,000 findings: parse, place, classify, judge, annotate, summary, SARIF\n');
  await using scratch = await createProject({ 'report.json': makeReport('/r') });
  const program = [inRoot('bench/lint/pipeline.ts'), scratch.path('report.json')];
  const { stdout } = await runChecked(process.execPath, program);
  console.log(stdout);
  const { issues, memory, cpu } = await measureLargeStep();
  console.log(`the whole step, ${issues} findings: ${formatBytes(memory)} at the peak, ${cpu} ms of CPU\n`);
}

async function benchLight(dir: string, rounds: number): Promise<void> {
  console.log('## The light checks: gofmt, go vet, staticcheck\n');
  const contenders: Contender[] = [
    { name: 'lint-gate', run: actionStep('lint-gate', dir, { preset: 'fast' }) },
    {
      name: 'the same commands at once',
      run: tools(dir, [
        ['gofmt', '-d', '.'],
        ['go', 'vet', '-json', './...'],
        ['staticcheck', './...'],
      ]),
    },
  ];
  await compare(contenders, rounds, { difference: 'our own share' });
}

const FLOOR: Contender = { name: 'a start of bare node', run: emptyStep };
const ALONE = '{ fmt: off, vet: off, tidy: off, verify: off, replace: off }';

async function benchGolangci(dir: string, rounds: number): Promise<void> {
  console.log('## golangci-lint alone, nothing changed\n');
  const contenders: Contender[] = [
    { name: 'lint-gate', run: actionStep('lint-gate', dir, { checks: ALONE }) },
    { name: 'golangci-lint run', run: tools(dir, [['golangci-lint', 'run', './...']]) },
  ];
  await compare([...contenders, ...listPeers('golangci-lint-action', dir)], rounds, { floor: FLOOR });
}

/** With the linter that is on PATH and its cache as the last round left it: nothing is downloaded on either side. */
function listPeers(name: string, dir: string, inputs: Readonly<Record<string, string>> = {}): Contender[] {
  const peer = process.env.PEER_GOLANGCI_ACTION;
  if (!peer) {
    console.log('PEER_GOLANGCI_ACTION is not set: without golangci-lint-action.\n');
    return [];
  }
  const all = { 'install-mode': 'none', 'skip-cache': 'true', ...inputs };
  return [{ name, run: actionStep(resolve(peer), dir, all) }];
}

/** What the linter's garbage collector is worth where the linter has to look at everything: its own cache is empty each time. */
async function benchCollector(dir: string, rounds: number): Promise<void> {
  console.log('## golangci-lint with an empty cache, and the settings of its garbage collector\n');
  await using scratch = await createProject({});
  const run = (settings: Readonly<Record<string, string>>) => async () => {
    const cache = await mkdtemp(scratch.path('cache-'));
    const env = { ...settings, GOLANGCI_LINT_CACHE: cache };
    await tools(dir, [['golangci-lint', 'run', './...']], env)();
  };
  const unset = { GOGC: undefined, GOMEMLIMIT: undefined };
  await compare(
    [
      { name: "lint-gate's settings", run: run(collectorSettings(unset, totalmem())) },
      { name: 'the usual ones', run: run({}) },
    ],
    rounds,
    {},
  );
}

const MODULES = 6;

async function benchModules(rounds: number): Promise<void> {
  console.log(`## ${MODULES} modules, golangci-lint, nothing changed\n`);
  await using repository = await makeModules(MODULES);
  const folders = Array.from({ length: MODULES }, (_, i) => `${repository.dir}/m${i}`);
  const serial = async () => {
    for (const folder of folders) await tools(folder, [['golangci-lint', 'run', './...']])();
  };
  // What the linter learns about the standard library is the same for all: one module brings it in, not two at once.
  await tools(folders[0] ?? '.', [['golangci-lint', 'run', './...']])();
  const inputs = { checks: ALONE, timeout: '20m' };
  await compare(
    [
      { name: 'lint-gate', run: actionStep('lint-gate', repository.dir, inputs) },
      { name: 'one after the other', run: serial },
      ...listPeers("the peer's loop", repository.dir, { experimental: 'automatic-module-directories' }),
    ],
    rounds,
    {},
  );
}
