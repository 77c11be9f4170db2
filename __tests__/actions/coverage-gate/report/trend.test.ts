import { describe, expect, it } from 'vitest';
import type { HistoryPoint } from '../../../../actions/coverage-gate/src/compare/history.ts';
import { renderTrend } from '../../../../actions/coverage-gate/src/report/trend.ts';
import { JOB } from './result.ts';

const run = (changes: Partial<HistoryPoint> = {}): HistoryPoint => ({
  commit: 'c0ffee',
  time: Date.UTC(2026, 10, 30) / 1_000,
  total: [1, 2],
  tests: 3,
  seconds: 1.5,
  slowest: [],
  flaky: [],
  ...changes,
});

describe('renderTrend', () => {
  it('names the slowest tests by their median, and the flakiest by how often', () => {
    const html = renderTrend(
      [
        run({ slowest: [['m.TestOnce', 9]], flaky: ['m.TestB'] }),
        run({ slowest: [['m.TestAlways', 5]], flaky: ['m.TestA', 'm.TestB'] }),
        run({
          slowest: [
            ['m.TestOnce', 1],
            ['m.TestAlways', 6],
          ],
        }),
        run({ slowest: [['m.TestOnce', 2]] }),
      ],
      JOB,
    );
    expect(html).toContain('<td>m.TestAlways</td><td class="n">6.00 s</td><td class="n">6.00 s</td>');
    expect(html.indexOf('m.TestAlways</td>')).toBeLessThan(html.indexOf('m.TestOnce</td>'));
    expect(html).toContain('<td>m.TestOnce</td><td class="n">2.00 s</td><td class="n">9.00 s</td>');
    expect(html).toContain('<td>m.TestB</td><td class="n">2 of 4</td><td class="n">2026-11-30</td>');
    expect(html.indexOf('m.TestB</td>')).toBeLessThan(html.indexOf('m.TestA</td>'));
  });

  it('needs nothing from outside, runs no script, and takes names for text', () => {
    const html = renderTrend([run({ flaky: ['<script>alert(1)</script>'] })], JOB);
    expect(html).not.toContain('<script');
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('50.0 %');
  });

  it('has a page for a first run without statements, and for none', () => {
    expect(renderTrend([run({ total: [0, 0] })], JOB)).toContain('0.0 %');
    expect(renderTrend([], JOB)).toContain('<h1>0 runs</h1>');
  });
});
