import { describe, expect, it } from 'vitest';
import { failed, logOf, test } from './events.ts';

describe('TestLog', () => {
  it('knows the end of a package whose last line is ascribed to a test, as without os.Stdout', () => {
    const end = (line: string, action: string) =>
      logOf([...test('TestA', ['--- PASS: TestA (0.00s)\n', line], action)]).results[0]?.status;
    expect(end('ok  \tm/p\t0.029s\n', 'pass')).toBe('pass');
    expect(end('FAIL\tm/p\t0.029s\n', 'fail')).toBe('fail');
    expect(end('ok  \tm/other\t0.029s\n', 'pass')).toBe('running');
  });

  it('begins a package anew when it begins again, and never takes a failure back', () => {
    const statuses = (...events: Parameters<typeof logOf>[0]) =>
      logOf(events).results.map(({ status }) => status);
    const [start, pass] = [{ Action: 'start' }, { Action: 'pass' }];
    expect(statuses(start, failed, start, pass)).toEqual(['fail', 'pass']);
    expect(statuses(start, ...test('TestA', []), failed, ...test('TestA', [], 'pass'), pass)).toEqual([
      'fail',
      'pass',
    ]);
    expect(statuses(start, failed, pass)).toEqual(['fail']);
  });

  it('keeps what is no event', () => {
    expect(logOf([], ['{"broken', 'go: downloading x', '']).foreign).toEqual([
      '{"broken',
      'go: downloading x',
    ]);
  });

  it('keeps the beginning and the end of a flood', () => {
    const log = logOf([
      ...test(
        'TestA',
        Array.from({ length: 9_000 }, (_, i) => `line ${i}\n`),
      ),
      failed,
    ]);
    const output = log.results[0]?.tests[0]?.output ?? [];
    expect(output.length).toBeLessThanOrEqual(2_000);
    expect([output[0]?.text, output.at(-1)?.text]).toEqual(['line 0\n', 'line 8999\n']);
  });
});
