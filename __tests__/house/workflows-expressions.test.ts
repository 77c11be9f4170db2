import { describe, expect, it } from 'vitest';
import { compile, type Status, type Value } from './official.ts';
import { listNeeds, ROOT_ACTION, readYaml, type Workflow } from './workflow-files.ts';

const { jobs } = readYaml<Workflow>('.github/workflows/go-ci.yml').document;
const release = readYaml<Workflow>('.github/workflows/go-release.yml').document.jobs;

const RESULTS = ['success', 'failure', 'cancelled', 'skipped'] as const;
type Result = (typeof RESULTS)[number];

/** The flag of the plan that orders each job. */
const ORDERED_BY: Record<string, string> = {
  lint: 'run-lint',
  test: 'run-unit',
  coverage: 'run-coverage',
  build: 'run-build',
  contract: 'run-contract',
  generate: 'run-generate',
  e2e: 'run-e2e',
};
const JOBS = Object.keys(ORDERED_BY);

/** What the plan says in each mode; `affected` is one of many, and `sharded` asks for every job. */
const FLAGS = {
  sharded: orders(JOBS),
  full: orders(JOBS.filter((job) => job !== 'coverage')),
  affected: orders(['lint', 'test', 'build']),
  none: orders([]),
};

describe('the gate', () => {
  const condition = jobs.gate?.steps?.[0]?.if ?? '';
  const red = compile(condition, ['needs']);

  it('has nothing but the one step, and always runs', () => {
    expect(jobs.gate?.steps).toHaveLength(1);
    expect(jobs.gate?.if).toBe('${{ always() }}');
  });

  // All results of all jobs at once are 4^8 for each plan. But the condition is a chain of terms, and each looks at one job and
  // the flag that orders it: the tables of the terms are all of them. The products below ask the whole chain.
  const chain = /^\$\{\{ !\((.*)\) \}\}$/.exec(condition)?.[1] ?? '';
  const [planned, ...terms] = chain.split(' && (').map((term) => term.replace(/\)$/, ''));

  it('asks first whether there is a plan', () => {
    const fine = compile(planned ?? '', ['needs']);
    const got = RESULTS.map((result) => fine({ needs: { plan: { result } } }));
    expect(got).toEqual([true, false, false, false]);
  });

  it('has one term for each job, and no other', () => {
    const named = terms.map((term) => [...new Set(term.match(/needs\.[\w-]+\.(?:result|outputs\.[\w-]+)/g))]);
    expect(named).toEqual(
      JOBS.map((job) => [`needs.${job}.result`, `needs.plan.outputs.${ORDERED_BY[job]}`]),
    );
  });

  it.each(JOBS.map((job, i) => ({ job, term: terms[i] ?? '' })))(
    'accepts that $job succeeded, or was skipped because it was not ordered',
    ({ job, term }) => {
      const fine = compile(term, ['needs']);
      for (const result of RESULTS) {
        for (const flag of ['true', 'false', '', 'yes', null]) {
          const outputs = { [ORDERED_BY[job] ?? '']: flag };
          const needs = { plan: { result: 'success', outputs }, [job]: { result } };
          const want = result === 'success' || (result === 'skipped' && flag === 'false');
          expect({ result, flag, fine: fine({ needs }) }).toEqual({ result, flag, fine: want });
        }
      }
    },
  );

  const check = (plan: Result, outputs: Record<string, string>, rest: readonly Result[]) => {
    const needs = toNeeds(plan, outputs, rest);
    const fine = rest.every(
      (result, i) => result === 'success' || (result === 'skipped' && outputs[flagOf(i)] === 'false'),
    );
    const want = plan === 'success' && fine;
    const got = red({ needs });
    if (got !== !want) expect({ needs, red: got }).toEqual({ needs, red: !want });
    return want;
  };

  it.each(Object.entries(FLAGS))(
    'is green in mode %s exactly when all that was ordered succeeded',
    (_, outputs) => {
      let green = 0;
      for (const results of product(['success', 'skipped', 'failure'], JOBS.length)) {
        if (check('success', outputs, results)) green += 1;
      }
      const skippable = Object.values(outputs).filter((flag) => flag === 'false').length;
      expect(green).toBe(2 ** skippable);
      const fine = JOBS.map((_, i): Result => (outputs[flagOf(i)] === 'true' ? 'success' : 'skipped'));
      expect(check('success', outputs, fine)).toBe(true);
      for (const result of RESULTS.slice(1)) {
        expect(check(result, outputs, fine)).toBe(false);
        for (const job of JOBS.keys()) check('success', outputs, fine.with(job, result));
      }
    },
  );

  it('fails closed when an output of the plan is missing, empty or odd', () => {
    const succeeded = JOBS.map(() => 'success' as const);
    for (const job of JOBS.keys()) {
      for (const flag of [undefined, '', 'yes', 'FALSE ', '0']) {
        const { [flagOf(job)]: _, ...others } = FLAGS.sharded;
        const outputs = flag === undefined ? others : { ...others, [flagOf(job)]: flag };
        const results = succeeded.with(job, 'skipped' as never);
        expect({ flag, red: red({ needs: toNeeds('success', outputs, results) }) }).toEqual({
          flag,
          red: true,
        });
      }
    }
  });

  it('says its verdict from the state of its job', () => {
    const verdict = compile(jobs.gate?.outputs?.verdict ?? '', ['job']);
    expect(RESULTS.map((status) => verdict({ job: { status } }))).toEqual(['pass', 'fail', 'fail', 'fail']);
  });
});

describe('a job that the plan may order', () => {
  it.each(JOBS)('%s runs exactly when it is ordered', (name) => {
    const job = jobs[name];
    expect(listNeeds(job)).toEqual(name === 'coverage' ? ['plan', 'test'] : ['plan']);
    // Without a status function GitHub puts `success() &&` before the condition: a failed plan skips every job, and the gate is red.
    expect(job?.if).not.toMatch(/always|failure|cancelled|success/);
    const runs = compile(job?.if ?? '', ['needs']);
    const flag = ORDERED_BY[name] ?? '';
    for (const value of ['true', 'false', '']) {
      const outputs = { ...FLAGS.sharded, [flag]: value };
      expect({ value, runs: runs({ needs: toNeeds('success', outputs, []) }) }).toEqual({
        value,
        runs: value === 'true',
      });
    }
  });
});

describe('the values that go-ci.yml computes', () => {
  it('case platform/05: a leg on a list of labels is called by its labels, not `Array`', () => {
    // What stands around the expressions in a name is text of a template; each is asked for itself.
    const [, runner = ''] = /\((\$\{\{ [^}]+ \}\})/.exec(String(jobs.test?.name)) ?? [];
    const name = compile(runner.replace(/\$\{\{ matrix\.go.*/, ''), ['matrix']);
    expect(name({ matrix: { runner: ['self-hosted', 'linux', 'x64'] } })).toBe('self-hosted, linux, x64');
    expect(name({ matrix: { runner: 'ubuntu-latest' } })).toBe('ubuntu-latest');
  });

  it('case platform/12: a plan without tests or builds leaves no matrix empty', () => {
    const matrix = (job: string, key: string) =>
      compile(String(jobs[job]?.strategy?.matrix?.[key]), ['needs'])({ needs: { plan: { outputs: {} } } });
    expect(matrix('test', 'shard')).toEqual([{ name: 'all', index: 0, packages: '' }]);
    expect(matrix('build', 'target')).toEqual(['linux/amd64']);
  });

  const input = (job: string, name: string) => {
    const step = jobs[job]?.steps?.findLast((each) => each.with && name in each.with);
    return compile(String(step?.with?.[name]), ['inputs', 'needs', 'env']);
  };

  it('judge coverage once: in the first leg, or over all shards, whatever the plan selects', () => {
    const leg = compile(String(jobs.test?.env?.GO_CI_LEG), ['matrix', 'inputs', 'needs']);
    const output = compile(jobs.test?.outputs?.coverage ?? '', ['env', 'steps']);
    const inputs = {
      runners: '["ubuntu-latest","macos-latest"]',
      'go-versions': '["","1.25"]',
      'min-total': '85.5',
      'min-patch': '90',
      ratchet: 'percent',
    };
    for (const runner of ['ubuntu-latest', 'macos-latest']) {
      for (const version of ['', '1.25']) {
        for (const sharded of ['true', 'false']) {
          for (const mode of ['full', 'affected']) {
            const needs = { plan: { outputs: { mode, 'run-coverage': sharded } } };
            const role = leg({ inputs, needs, matrix: { runner, 'go-version': version } });
            const isFirst = runner === 'ubuntu-latest' && version === '';
            expect(role).toBe(!isFirst ? 'test' : sharded === 'true' ? 'shard' : 'judge');
            const context = {
              inputs,
              needs,
              env: { GO_CI_LEG: role },
              steps: { coverage: { outputs: { total: '88.00' } } },
            };
            const [total, ratchet] = ['85.5', 'percent']; // what did not run is carried forward
            const judges = role === 'judge';
            expect(input('test', 'min-total')(context)).toBe(judges ? total : '0');
            expect(input('test', 'ratchet')(context)).toBe(judges ? ratchet : 'off');
            expect(input('test', 'min-patch')(context)).toBe(judges ? '90' : '0');
            expect(output(context)).toBe(judges ? '88.00' : '');
            expect(input('coverage', 'min-total')(context)).toBe(total);
            expect(input('coverage', 'ratchet')(context)).toBe(ratchet);
          }
        }
      }
    }
    expect(String(jobs.coverage?.steps?.find(({ id }) => id === 'coverage')?.with?.['min-patch'])).toBe(
      '${{ inputs.min-patch }}',
    );
  });

  it('case platform/08: hand reports over when they are asked for, from where coverage is judged, whatever the verdict is', () => {
    const runner = { temp: '/tmp' };
    for (const report of [true, false]) {
      for (const leg of ['judge', 'shard', 'test']) {
        const context = { inputs: { report }, env: { GO_CI_LEG: leg }, runner };
        const folder = (job: string, name: string) => {
          const step = jobs[job]?.steps?.find((each) => each.with && name in each.with);
          return compile(String(step?.with?.[name]), ['inputs', 'env', 'runner'])(context);
        };
        expect(folder('lint', 'json')).toBe(report ? '/tmp/report/lint.json' : '');
        expect(folder('coverage', 'report-dir')).toBe(report ? '/tmp/report' : '');
        expect(folder('test', 'report-dir')).toBe(report && leg === 'judge' ? '/tmp/report' : '');
      }
    }
    const puts = Object.entries(jobs).flatMap(([job, { steps = [] }]) =>
      steps.filter((step) => String(step.with?.name).startsWith('report-')).map((step) => ({ job, step })),
    );
    expect(puts.map(({ job, step }) => `${job} ${step.with?.name}`)).toEqual([
      'lint report-lint-${{ needs.plan.outputs.call }}',
      'test report-coverage-${{ needs.plan.outputs.call }}',
      'coverage report-coverage-${{ needs.plan.outputs.call }}',
    ]);
    // case platform/08: a workflow that is called twice in one run takes no name twice.
    const named = Object.values(jobs).flatMap(({ steps = [] }) =>
      steps.filter((step) => step.with?.mode === 'put'),
    );
    for (const { with: given } of named) expect(String(given?.name)).toContain('needs.plan.outputs.call');
    for (const { step } of puts) {
      const runs = compile(step.if ?? '', ['steps', 'env']);
      for (const written of ['/tmp/x', '']) {
        for (const cancelled of [true, false]) {
          const outputs = { outputs: { json: written, 'report-dir': written } };
          const context = { steps: { lint: outputs, coverage: outputs }, env: { GO_CI_LEG: 'judge' } };
          const red = { success: false, failure: true, cancelled };
          expect(Boolean(runs(context, red))).toBe(written !== '' && !cancelled);
        }
      }
    }
  });

  it('find the first leg on runners that are lists of labels, too', () => {
    const leg = compile(String(jobs.test?.env?.GO_CI_LEG), ['matrix', 'inputs', 'needs']);
    const inputs = { runners: '[["self-hosted","linux"],["self-hosted","arm"]]', 'go-versions': '["1.26"]' };
    const needs = { plan: { outputs: { 'run-coverage': 'false' } } };
    const roles = ['linux', 'arm'].map((label) =>
      leg({ inputs, needs, matrix: { runner: ['self-hosted', label], 'go-version': '1.26' } }),
    );
    expect(roles).toEqual(['judge', 'test']);
  });

  it('merge shards when there is more than one', () => {
    const merged = compile(jobs.plan?.outputs?.['run-coverage'] ?? '', ['steps']);
    const shards = (...names: string[]) => JSON.stringify(names.map((name) => ({ name, packages: 'a' })));
    const got = ['', '[]', shards('1/1'), shards('1/2', '2/2')].map((text) =>
      merged({ steps: { plan: { outputs: { shards: text } } } }),
    );
    expect(got).toEqual(['false', 'false', 'false', 'true']);
  });

  it.each(['contract', 'e2e'])('add the build tag %s to those of the caller', (job) => {
    const tags = input(job, 'build-tags');
    expect(tags({ inputs: { 'build-tags': '' } })).toBe(job);
    expect(tags({ inputs: { 'build-tags': 'netgo,osusergo' } })).toBe(`netgo,osusergo,${job}`);
  });

  it.each(['plan', 'coverage'])('never let %s save a cache', (job) => {
    const cache = compile(String(jobs[job]?.steps?.[1]?.with?.cache), ['inputs']);
    expect(['auto', 'read-only', 'off'].map((value) => cache({ inputs: { cache: value } }))).toEqual([
      'read-only',
      'read-only',
      'off',
    ]);
  });
});

describe('go-release.yml', () => {
  it('publishes only after a build, and never in a dry run', () => {
    expect(listNeeds(release.publish)).toEqual(['plan', 'build']);
    const publishes = compile(release.publish?.if ?? '', ['inputs']);
    expect([false, true].map((value) => publishes({ inputs: { 'dry-run': value } }))).toEqual([true, false]);
  });

  it('has no condition that outlives a failure', () => {
    for (const job of Object.values(release)) expect(job.if ?? '').not.toMatch(/always|failure|cancelled/);
  });
});

describe('the root action', () => {
  const steps = ROOT_ACTION.document.runs.steps ?? [];
  const outputs = ROOT_ACTION.document.outputs ?? {};

  it('goes on after red findings, but neither after a cancel nor without a toolchain', () => {
    const conditional = steps.filter((step) => step.if);
    expect(conditional.map((step) => step.id)).toEqual(['coverage', 'build']);
    for (const step of conditional) {
      const runs = compile(step.if ?? '', ['steps']);
      for (const outcome of RESULTS) {
        for (const cancelled of [false, true]) {
          const status: Status = { success: false, failure: true, cancelled };
          const got = runs({ steps: { go: { outcome } } }, status);
          expect({ outcome, cancelled, got }).toEqual({
            outcome,
            cancelled,
            got: outcome === 'success' && !cancelled,
          });
        }
      }
    }
  });

  it('says pass only when every step does', () => {
    const verdict = compile(outputs.verdict?.value ?? '', ['steps']);
    for (const lint of ['pass', 'fail', '']) {
      for (const coverage of ['pass', 'fail', 'incomplete', '']) {
        for (const build of RESULTS) {
          const context: Value = {
            lint: { outputs: { verdict: lint } },
            coverage: { outputs: { verdict: coverage } },
            build: { outcome: build },
          };
          const pass = lint === 'pass' && coverage === 'pass' && build === 'success';
          expect({ context, verdict: verdict({ steps: context }) }).toEqual({
            context,
            verdict: pass ? 'pass' : 'fail',
          });
        }
      }
    }
  });
});

function orders(ordered: readonly string[]): Record<string, string> {
  return Object.fromEntries(JOBS.map((job) => [ORDERED_BY[job], String(ordered.includes(job))]));
}

function flagOf(job: number): string {
  return ORDERED_BY[JOBS[job] ?? ''] ?? '';
}

function toNeeds(plan: Result, outputs: Record<string, string>, results: readonly Result[]): Value {
  const rest = results.map((result, i) => [JOBS[i], { result, outputs: {} }] as const);
  return { plan: { result: plan, outputs }, ...Object.fromEntries(rest) };
}

function* product(values: readonly Result[], length: number): Generator<Result[]> {
  for (let i = 0; i < values.length ** length; i++) {
    yield Array.from(
      { length },
      (_, place) => values[Math.floor(i / values.length ** place) % values.length] as Result,
    );
  }
}
