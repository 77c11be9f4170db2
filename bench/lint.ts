import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runChecked } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { ensureGoTool, inRoot } from '@go-actions/tools';
import { type Contender, compare } from './lint/compare.ts';
import { makeReport } from './lint/findings.ts';
import { makeModules, openWorkspace } from './lint/repositories.ts';
import { gateStep, peerStep, tools } from './lint/steps.ts';

/**
 * `npm run bench -- lint [repository] [--rounds 5]`: what lint-gate adds to the linters that it runs, everything warm, rounds
 * alternating between the contenders. PEER_GOLANGCI_ACTION names a checkout of golangci-lint-action whose bundle runs beside.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '5' } },
  });
  const rounds = Number(values.rounds);
  const linters = await Promise.all([ensureGoTool('staticcheck'), ensureGoTool('golangci-lint')]);
  process.env.PATH = [...linters.map((path) => dirname(path)), process.env.PATH].join(':');

  await runPipeline();
  await using repository = await openWorkspace(resolve(positionals[0] ?? inRoot('examples/go-service')));
  await benchLight(repository.dir, rounds);
  await benchGolangci(repository.dir, rounds);
  await benchModules(rounds);
}

/** In a process of its own, for its peak memory. */
async function runPipeline(): Promise<void> {
  console.log('## 50,000 findings: parse, place, sift, judge, annotate, summary, SARIF\n');
  await using scratch = await createProject({ 'report.json': makeReport() });
  const program = [inRoot('bench/lint/pipeline.ts'), scratch.path('report.json')];
  const { stdout } = await runChecked(process.execPath, program);
  console.log(stdout);
}

async function benchLight(dir: string, rounds: number): Promise<void> {
  console.log('## The light checks: gofmt, go vet, staticcheck\n');
  const contenders: Contender[] = [
    { name: 'lint-gate', run: gateStep(dir, { preset: 'fast' }) },
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

async function benchGolangci(dir: string, rounds: number): Promise<void> {
  console.log('## golangci-lint alone, nothing changed\n');
  const alone = '{ fmt: off, vet: off, tidy: off, verify: off, replace: off }';
  const contenders: Contender[] = [
    { name: 'lint-gate', run: gateStep(dir, { checks: alone }) },
    { name: 'golangci-lint run', run: tools(dir, [['golangci-lint', 'run', './...']]) },
  ];
  const peer = process.env.PEER_GOLANGCI_ACTION;
  if (peer) contenders.push({ name: 'golangci-lint-action', run: peerStep(resolve(peer), dir) });
  else console.log('PEER_GOLANGCI_ACTION is not set: without golangci-lint-action.\n');
  await compare(contenders, rounds, {});
}

const MODULES = 6;

async function benchModules(rounds: number): Promise<void> {
  console.log(`## ${MODULES} modules, golangci-lint, nothing changed\n`);
  await using repository = await makeModules(MODULES);
  const alone = '{ fmt: off, vet: off, tidy: off, verify: off, replace: off }';
  const folders = Array.from({ length: MODULES }, (_, i) => `${repository.dir}/m${i}`);
  const serial = async () => {
    for (const folder of folders) await tools(folder, [['golangci-lint', 'run', './...']])();
  };
  await compare(
    [
      { name: 'lint-gate', run: gateStep(repository.dir, { checks: alone }) },
      { name: 'one after the other', run: serial },
    ],
    rounds,
    {},
  );
}
