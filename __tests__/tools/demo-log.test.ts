import { type LogEvent, parseLogLine } from '@go-actions/tools/demo/engine-log';
import { renderProgress } from '@go-actions/tools/demo/progress';
import { collectRun, describeJob, describeStep } from '@go-actions/tools/demo/run';
import { describe, expect, it } from 'vitest';

/** What act v0.2.87 writes beside the fields that a row is about. */
const JOB = '"dryrun":false,"job":"go/go-ci/lint   ","jobID":"lint","level":"info","matrix":{}';
const STEP = `${JOB},"stage":"Main","step":"acme/go-actions/actions/lint-gate@v1","stepID":["0"],"time":"2026-11-21T11:01:58Z"`;
const job = { job: 'go/go-ci/lint', id: 'lint', matrix: {}, at: 5 };
const step = { ...job, step: 'acme/go-actions/actions/lint-gate@v1', phase: 'main' };

describe('parseLogLine', () => {
  it.each([
    {
      name: 'reads the start of a job',
      line: `{${JOB},"msg":"⭐ Run Set up job","step":"Set up job","stepid":["--setup-job"]}`,
      want: { ...job, kind: 'job-start' },
    },
    {
      name: 'reads the end of a job',
      line: `{${JOB},"jobResult":"failure","msg":"🏁  Job failed"}`,
      want: { ...job, kind: 'job-end', result: 'failure' },
    },
    {
      name: 'reads the start of a step',
      line: `{${STEP},"msg":"⭐ Run Main acme/go-actions/actions/lint-gate@v1"}`,
      want: { ...step, kind: 'step-start' },
    },
    {
      name: 'reads the end of a step, with nanoseconds as milliseconds',
      line: `{${STEP},"executionTime":64951814,"msg":"  ✅  Success","stepResult":"success"}`,
      want: { ...step, kind: 'step-end', result: 'success', ms: 64.951814 },
    },
    {
      name: 'reads an annotation with its place, unescaped',
      line: `{${STEP},"arg":"message with \\n newline","command":"notice","kvPairs":{"col":"2","endLine":"4","file":"a,b.go","line":"3","title":"my: title"},"msg":"x","raw":"x"}`,
      want: {
        ...step,
        kind: 'annotation',
        annotation: {
          level: 'notice',
          message: 'message with \n newline',
          title: 'my: title',
          file: 'a,b.go',
          line: 3,
        },
      },
    },
    {
      name: 'reads an annotation without a place',
      line: `{${STEP},"arg":"plain","command":"warning","kvPairs":{},"msg":"x"}`,
      want: { ...step, kind: 'annotation', annotation: { level: 'warning', message: 'plain' } },
    },
    {
      name: 'reads a step summary',
      line: `{${STEP},"command":"summary","content":"# Lint\\n","msg":"  ⚙  Summary - # Lint\\n"}`,
      want: { ...step, kind: 'summary', markdown: '# Lint\n' },
    },
    {
      name: 'reads an output',
      line: `{${STEP},"arg":"pass","command":"set-output","msg":"x","name":"verdict"}`,
      want: { ...step, kind: 'output', name: 'verdict', value: 'pass' },
    },
    {
      name: 'reads a mask from the field that the engine does not hide',
      line: `{${STEP},"arg":"s3cr3t","command":"add-mask","msg":"  ⚙  ***","raw":"::add-mask::s3cr3t\\n"}`,
      want: { ...step, kind: 'mask', secret: 's3cr3t' },
    },
    {
      name: 'reads what a step prints',
      line: `{${STEP},"msg":"inside\\r\\n","raw_output":true}`,
      want: { ...step, kind: 'text', text: 'inside' },
    },
    {
      name: 'ignores a command between stop-commands',
      line: `{${STEP},"command":"ignored","msg":"  ⚙  ::error::should not be\\n","raw":"::error::should not be\\n"}`,
      want: undefined,
    },
    {
      name: 'ignores what the engine says about itself',
      line: `{${JOB},"msg":"LocalRepositoryCache matched https://github.com/acme/go-actions with ref v1"}`,
      want: undefined,
    },
    {
      name: 'ignores the end of the engine own last step',
      line: `{${JOB},"msg":"  ✅  Success - Complete job","step":"Complete job","stepResult":"success"}`,
      want: undefined,
    },
    { name: 'ignores what is not JSON', line: 'Error: Job failed', want: undefined },
    { name: 'ignores what is JSON but no object', line: 'null', want: undefined },
  ])('$name', ({ line, want }) => {
    expect(parseLogLine(line, 5)).toEqual(want);
  });
});

describe('names', () => {
  it.each([
    { name: 'an action of a repository', input: 'acme/go-actions/actions/lint-gate@v1', want: 'lint-gate' },
    { name: 'an action that is a repository', input: 'actions/checkout@3d3c42e5', want: 'checkout' },
    {
      name: 'a name that a person wrote',
      input: 'Not everything that the plan ordered succeeded',
      want: 'Not everything that the plan ordered succeeded',
    },
    { name: 'a script without a name', input: 'exec node a\nexec node b', want: 'exec node a' },
  ])('describes $name', ({ input, want }) => {
    expect(describeStep(input)).toBe(want);
  });

  it.each([
    { name: 'a plain job', matrix: {}, want: 'build' },
    {
      name: 'a leg by its values',
      matrix: { runner: 'ubuntu-latest', 'go-version': '' },
      want: 'build (ubuntu-latest)',
    },
    {
      name: 'a leg by the name of its value',
      matrix: { shard: { name: '1/2', index: 1, packages: 'a b' } },
      want: 'build (1/2)',
    },
    {
      name: 'a leg by a value with parts',
      matrix: { target: { goos: 'linux', goarch: 'arm64' } },
      want: 'build (linux/arm64)',
    },
  ])('describes $name', ({ matrix, want }) => {
    expect(describeJob({ id: 'build', matrix })).toBe(want);
  });
});

const events: LogEvent[] = [
  { ...job, at: 100, kind: 'job-start' },
  { ...job, at: 110, step: 'lint', phase: 'main', kind: 'step-start' },
  { ...job, at: 120, step: 'lint', phase: 'main', kind: 'mask', secret: 's3cr3t' },
  { ...job, at: 130, step: 'lint', phase: 'main', kind: 'summary', markdown: 'the s3cr3t' },
  ...Array.from(
    { length: 12 },
    (_, i): LogEvent => ({
      ...job,
      at: 140,
      step: 'lint',
      phase: 'main',
      kind: 'annotation',
      annotation: { level: 'error', message: `${i} s3cr3t` },
    }),
  ),
  { ...job, at: 150, step: 'lint', phase: 'main', kind: 'step-end', result: 'failure', ms: 40 },
  { ...job, at: 160, kind: 'job-end', result: 'failure' },
  { ...job, at: 170, job: 'go/go-ci/gate', id: 'gate', kind: 'job-start' },
];

describe('collectRun', () => {
  const run = collectRun(events, { jobIds: ['lint', 'test', 'gate'], exit: 'failure' });

  it('has the jobs that ran, then those that were skipped', () => {
    expect(run.jobs.map(({ id, result }) => [id, result])).toEqual([
      ['lint', 'failure'],
      ['gate', 'cancelled'],
      ['test', 'skipped'],
    ]);
  });

  it('keeps ten annotations of a level for each step, as GitHub does', () => {
    expect(run.jobs[0]?.annotations).toHaveLength(10);
  });

  it('hides masked values where the engine does not', () => {
    expect(JSON.stringify(run)).not.toContain('s3cr3t');
    expect(run.jobs[0]?.summaries).toEqual(['the ***']);
  });

  it('tells when a job started and how long it took', () => {
    expect(run.jobs.map(({ start, ms }) => [start, ms])).toEqual([
      [0, 60],
      [70, 0],
      [0, 0],
    ]);
  });

  it('is one line of progress for each start and end', () => {
    expect(events.map(renderProgress).filter(Boolean)).toEqual([
      '  lint',
      '    lint › lint …',
      '    lint › lint FAILED 40 ms',
      '  lint FAILED',
      '  gate',
    ]);
  });
});
