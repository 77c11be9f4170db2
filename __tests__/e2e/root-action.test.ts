import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStage, type Stage } from './stage.ts';

const WORKFLOW = `
name: go
on: push
permissions: { contents: read }
jobs:
  go:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
      - id: go
        uses: OWNER/go-actions@v1
        with: { min-total: 85, targets: linux/arm64 }
      - if: always()
        run: echo "verdict=$VERDICT coverage=$COVERAGE cache-hit=$HIT"
        env:
          VERDICT: \${{ steps.go.outputs.verdict }}
          COVERAGE: \${{ steps.go.outputs.coverage }}
          HIT: \${{ steps.go.outputs.cache-hit }}
`;

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

describe('the root action under act', () => {
  it('runs the four steps with what it was given', async () => {
    const { exit, shown, texts } = await stage.play(WORKFLOW, {
      'setup-go-cache': { outputs: { 'cache-hit': 'true' }, show: ['working-directory', 'cache'] },
      'lint-gate': { outputs: { verdict: 'pass' }, show: ['preset'] },
      'coverage-gate': { outputs: { verdict: 'pass', total: '91.20' }, show: ['min-total', 'min-patch'] },
      'go-build': { show: ['targets'] },
    });
    expect(exit).toBe('success');
    expect(shown).toEqual([
      { action: 'setup-go-cache', inputs: { 'working-directory': '.', cache: 'auto' } },
      { action: 'lint-gate', inputs: { preset: 'standard' } },
      { action: 'coverage-gate', inputs: { 'min-total': '85', 'min-patch': '90' } },
      { action: 'go-build', inputs: { targets: 'linux/arm64' } },
    ]);
    expect(texts).toContain('verdict=pass coverage=91.20 cache-hit=true');
  });

  it('tells everything in one run, also after red findings', async () => {
    const { exit, shown, texts } = await stage.play(WORKFLOW, {
      'lint-gate': { outputs: { verdict: 'fail' }, fail: true },
      'coverage-gate': { outputs: { verdict: 'pass', total: '91.20' }, show: ['preset'] },
      'go-build': { show: ['targets'] },
    });
    expect(exit).toBe('failure');
    expect(shown.map(({ action }) => action)).toEqual(['coverage-gate', 'go-build']);
    expect(texts).toContain('verdict=fail coverage=91.20 cache-hit=');
  });
});
