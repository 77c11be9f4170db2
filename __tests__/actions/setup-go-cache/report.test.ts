import { describe, expect, it } from 'vitest';
import { renderSummary } from '../../../actions/setup-go-cache/src/report.ts';

describe('renderSummary', () => {
  const restored = {
    outcome: 'restored',
    wanted: 2,
    present: 2,
    received: 2_000_000,
    bytes: 1,
    files: 1,
  } as const;
  const missed = { outcome: 'missed', reason: 'no entry of <main>' } as const;
  it.each([
    {
      name: 'warm',
      modules: restored,
      build: restored,
      says: 'Go 1.26.8 is ready, cache restored: 4.0 MB in 1.2 s.',
    },
    {
      name: 'partly warm',
      modules: restored,
      build: missed,
      says: 'Go 1.26.8 is ready, cache restored: 2.0 MB in 1.2 s; the build cache is cold: no entry of &lt;main&gt;.',
    },
    {
      name: 'cold',
      modules: missed,
      build: missed,
      says: 'Go 1.26.8 is ready; the caches are cold: no entry of &lt;main&gt;.',
    },
  ])('says $name in one line and folds the rest', ({ modules, build, says }) => {
    const go = { version: 'go1.26.8', source: 'path', from: 'go.mod' } as const;
    const summary = renderSummary({
      go,
      modules,
      build,
      restoreMs: 1_200,
      results: 'kept',
      access: undefined,
    });
    expect(summary.startsWith(`### ✅ ${says}\n\n<details>`)).toBe(true);
    expect(summary.endsWith('</details>\n\n')).toBe(true);
  });
});
