import { readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { createProject, runAction } from '@go-actions/test-kit';
import { installFakeLinter } from '../../__tests__/actions/lint-gate/fake-linter.ts';
import { fileName, makeReport, makeSource, SHAPE } from './findings.ts';

/** Preloaded into the step's node: says at its end what the process took. */
const WITNESS = `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { memory: maxRSS * 1024, cpu: Math.round((userCPUTime + systemCPUTime) / 1000) };
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify(usage));
});
`;

export type Usage = { readonly issues: string; readonly memory: number; readonly cpu: number };

/** Runs the bundle in a repository of 2,000 files with a linter that reports 50,000 findings; SARIF and summary on. */
export async function measureLargeStep(): Promise<Usage> {
  await using scratch = await createProject({ 'witness.mjs': WITNESS });
  const bin = await installFakeLinter(scratch);
  const files = Array.from({ length: SHAPE.files }, (_, i) => [fileName(i), makeSource(i)]);
  await using project = await createProject(
    { 'go.mod': 'module example.com/app\n\ngo 1.24\n', ...Object.fromEntries(files) },
    { git: true },
  );
  await scratch.write({ 'report.json': makeReport(project.dir) });
  const { outputs, stdout } = await runAction('lint-gate', {
    workspace: project.dir,
    inputs: {
      preset: 'fast',
      checks: '{ golangci: error, fmt: off, vet: off, staticcheck: off }',
      sarif: '.git/lint.sarif',
    },
    env: {
      PATH: [bin, process.env.PATH].join(delimiter),
      FAKE_LINT: `report ${scratch.path('report.json')}`,
      NODE_OPTIONS: `--import=${scratch.path('witness.mjs')}`,
      BENCH_USAGE: scratch.path('usage.json'),
    },
  });
  if (Number(outputs.issues) !== SHAPE.findings)
    throw new ActionError(`Not ${SHAPE.findings} findings:\n${stdout.slice(-2_000)}`);
  const usage = JSON.parse(await readFile(scratch.path('usage.json'), 'utf8')) as Omit<Usage, 'issues'>;
  return { issues: outputs.issues ?? '', ...usage };
}
