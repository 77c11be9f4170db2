import { describe, expect, it } from 'vitest';
import type { FindingStatus } from '../../../../actions/lint-gate/src/findings/classify.ts';
import type { Finding } from '../../../../actions/lint-gate/src/findings/finding.ts';
import { judge } from '../../../../actions/lint-gate/src/verdict/verdict.ts';
import { finding, outcome } from '../samples.ts';

describe('judge', () => {
  const judged = (status: FindingStatus, more?: Partial<Finding>) => ({ finding: finding(more), status });
  it.each([
    {
      name: 'passes without findings',
      outcomes: [outcome()],
      findings: [],
      want: { verdict: 'pass', exitClass: 'clean', sentence: 'No findings; 1 check, 1 module.' },
    },
    {
      name: 'fails for a new error',
      outcomes: [outcome()],
      findings: [judged('new')],
      want: { verdict: 'fail', exitClass: 'issues', sentence: '1 finding in 1 file; 1 check, 1 module.' },
    },
    {
      name: 'passes with warnings',
      outcomes: [outcome()],
      findings: [judged('new', { severity: 'warning' })],
      want: { verdict: 'pass', newIssues: 1 },
    },
    {
      name: 'passes with old findings, and counts them',
      outcomes: [outcome()],
      findings: [judged('known'), judged('accepted')],
      want: {
        verdict: 'pass',
        issues: 2,
        newIssues: 0,
        accepted: 1,
        sentence: 'No new findings (1 known, 1 in the baseline); 1 check, 1 module.',
      },
    },
    {
      name: 'fails when a check crashed, findings or not',
      outcomes: [outcome({ problem: { kind: 'crash', message: 'x' } })],
      findings: [],
      want: {
        verdict: 'fail',
        exitClass: 'crash',
        sentence: 'No result from vet (crash); no findings; 1 check, 1 module.',
      },
    },
    {
      name: 'takes the worst class',
      outcomes: [
        outcome({ problem: { kind: 'timeout', message: 'x' } }),
        outcome({ module: 'b', problem: { kind: 'config', message: 'x' } }),
      ],
      findings: [judged('new')],
      want: { exitClass: 'config' },
    },
    {
      name: 'says what several modules have in common once',
      outcomes: ['.', 'b', 'c'].map((module) =>
        outcome({ module, problem: { kind: 'config', message: 'old' } }),
      ),
      findings: [],
      want: {
        exitClass: 'config',
        problems: [{ kind: 'config', message: 'old', where: 'vet, vet in b, vet in c' }],
        sentence: 'No result from vet, vet in b, vet in c (config); no findings; 1 check, 3 modules.',
      },
    },
    {
      name: 'names five places of one problem, and counts the others',
      outcomes: ['a', 'b', 'c', 'd', 'e'].map((module) =>
        outcome({ module, problem: { kind: 'config', message: 'old' } }),
      ),
      findings: [],
      want: { problems: [{ where: 'vet in a, vet in b, vet in c, vet in d, vet in e' }] },
    },
    {
      name: 'counts the places beyond five',
      outcomes: ['.', 'b', 'c', 'd', 'e', 'f', 'g'].map((module) =>
        outcome({ module, problem: { kind: 'config', message: 'old' } }),
      ),
      findings: [],
      want: { problems: [{ where: 'vet, vet in b, vet in c, vet in d, vet in e and 2 more' }] },
    },
    {
      name: 'names three problems in its sentence, and counts the others',
      outcomes: ['a', 'b', 'c', 'd', 'e'].map((module) =>
        outcome({ module, problem: { kind: 'crash', message: module } }),
      ),
      findings: [],
      want: {
        sentence:
          'No result from vet in a (crash), vet in b (crash), vet in c (crash) and 2 more; no findings; 1 check, 5 modules.',
      },
    },
    {
      name: 'counts no problem beyond the third where there is none',
      outcomes: ['a', 'b', 'c'].map((module) =>
        outcome({ module, problem: { kind: 'crash', message: module } }),
      ),
      findings: [],
      want: {
        sentence:
          'No result from vet in a (crash), vet in b (crash), vet in c (crash); no findings; 1 check, 3 modules.',
      },
    },
  ])('$name', ({ outcomes, findings, want }) =>
    expect(judge({ outcomes, failures: [] }, findings)).toMatchObject(want),
  );

  it('fails for a module that could not be looked at', () => {
    const problem = { kind: 'config', message: 'no go.mod' } as const;
    const failures = ['.', 'tools'].map((module) => ({ module, problem: { ...problem, message: module } }));
    expect(judge({ outcomes: [], failures }, [])).toMatchObject({
      verdict: 'fail',
      problems: [{ where: 'the root module' }, { where: 'the module tools' }],
    });
  });
});
