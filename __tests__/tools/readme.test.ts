import { countTests, parseManifest, renderTables } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';

const manifest = parseManifest(`
name: x
description: y
inputs:
  race: { description: "Run with | the race detector.", default: true }
  base: { description: "Commit.", required: true }
  rules: { description: "Map.", default: "a\\nb" }
outputs:
  verdict: { description: pass or fail }
runs: { using: node24, main: m }
`);

describe('renderTables', () => {
  const readme =
    '# x\n<!-- inputs:start -->\nold\n<!-- inputs:end -->\n<!-- outputs:start -->\n<!-- outputs:end -->\nend\n';

  it('writes defaults, required inputs and escaped cells', () => {
    const renewed = renderTables(readme, manifest);
    expect(renewed).toContain('| `race` | `true` | Run with \\| the race detector. |');
    expect(renewed).toContain('| `base` | required | Commit. |');
    expect(renewed).toContain('| `rules` | `a`<br>`b` | Map. |');
    expect(renewed).toContain('| `verdict` | pass or fail |');
    expect(renewed).not.toContain('old');
  });
  it('changes nothing the second time', () => {
    const once = renderTables(readme, manifest);
    expect(renderTables(once, manifest)).toBe(once);
  });
});

describe('countTests', () => {
  const report = (numbers: object) =>
    JSON.stringify({
      numPassedTests: 3,
      numFailedTests: 0,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [],
      ...numbers,
    });
  it.each([
    { name: 'counts a green run', text: report({}), code: 0, want: { passed: 3, failed: 0, skipped: 1 } },
    {
      name: 'counts failures',
      text: report({ numFailedTests: 2 }),
      code: 1,
      want: { passed: 3, failed: 2, skipped: 1 },
    },
    {
      name: 'counts a file that did not load',
      text: report({ testResults: [{ status: 'failed', assertionResults: [] }] }),
      code: 1,
      want: { passed: 3, failed: 1, skipped: 1 },
    },
    {
      name: 'is red for an unhandled error',
      text: report({}),
      code: 1,
      want: { passed: 3, failed: 1, skipped: 1 },
    },
    { name: 'is red without a report', text: '', code: null, want: { passed: 0, failed: 1, skipped: 0 } },
  ])('$name', ({ text, code, want }) => expect(countTests(text, code)).toEqual(want));
});
