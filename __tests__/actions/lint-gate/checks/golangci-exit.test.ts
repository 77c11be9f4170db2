import { describe, expect, it } from 'vitest';
import { judgeGolangci } from '../../../../actions/lint-gate/src/checks/golangci-exit.ts';
import { readReport } from '../read-report.ts';

describe('judgeGolangci', () => {
  const ended = { code: 0, signal: null, timedOut: false, truncated: false, ms: 1 };
  const issue = {
    FromLinter: 'govet',
    Text: 'printf: bad',
    Pos: { Filename: '/r/a.go', Line: 8, Column: 14 },
  };
  const json = (issues: unknown, error?: string) =>
    JSON.stringify({ Issues: issues, Report: { Error: error } });
  it.each([
    {
      name: '0 and an empty list is clean',
      code: 0,
      json: json([]),
      want: { findings: [], problem: undefined },
    },
    { name: '0 and null is clean', code: 0, json: json(null), want: { findings: [], problem: undefined } },
    {
      name: '1 and issues are findings',
      code: 1,
      json: json([issue]),
      want: { findings: [{ rule: 'govet/printf', line: 8 }], problem: undefined },
    },
    {
      name: '0 and issues are findings as well',
      code: 0,
      json: json([issue]),
      want: { findings: [{ line: 8 }] },
    },
    { name: '1 without issues is a crash', code: 1, json: json([]), want: { problem: { kind: 'crash' } } },
    { name: '0 without a file is a crash', code: 0, json: undefined, want: { problem: { kind: 'crash' } } },
    {
      name: '0 with half a file is a crash',
      code: 0,
      json: '{"Issues":[{',
      want: { problem: { kind: 'crash' } },
    },
    { name: '0 with other JSON is a crash', code: 0, json: '[]', want: { problem: { kind: 'crash' } } },
    {
      name: '1 with a reported error is a crash',
      code: 1,
      json: json([issue], 'oops'),
      want: { problem: { kind: 'crash', message: expect.stringContaining('reported an error: oops.') } },
    },
    { name: '2 is a crash', code: 2, json: json([]), want: { problem: { kind: 'crash' } } },
    { name: '3 is a crash', code: 3, json: undefined, want: { problem: { kind: 'crash' } } },
    {
      name: '3 about the configuration is one',
      code: 3,
      output: "Error: can't load config: x",
      json: undefined,
      want: { problem: { kind: 'config' } },
    },
    {
      name: '3 about an unknown linter too',
      code: 3,
      output: "Error: unknown linters: 'foo'",
      json: undefined,
      want: { problem: { kind: 'config' } },
    },
    { name: '4 is a timeout', code: 4, json: undefined, want: { problem: { kind: 'timeout' } } },
    {
      name: '5 is a configuration without files',
      code: 5,
      json: undefined,
      want: { problem: { kind: 'config' } },
    },
    { name: '6 is a missing configuration', code: 6, json: undefined, want: { problem: { kind: 'config' } } },
    {
      name: '7 is a crash even with issues',
      code: 7,
      json: json([issue]),
      want: { problem: { kind: 'crash' } },
    },
    {
      name: 'a signal is a crash',
      code: null,
      signal: 'SIGKILL',
      json: json([issue]),
      want: { problem: { kind: 'crash', message: expect.stringContaining('SIGKILL') } },
    },
    {
      name: 'our own time limit is a timeout',
      code: null,
      signal: 'SIGTERM',
      timedOut: true,
      json: undefined,
      want: { problem: { kind: 'timeout' } },
    },
  ])('$name', ({ name: _, output = '', json: text, want, ...ending }) => {
    const report = text === undefined ? 'missing' : (readReport(text) ?? 'unreadable');
    expect({ problem: undefined, ...judgeGolangci({ ...ended, ...ending }, output, report) }).toMatchObject(
      want,
    );
  });
});
