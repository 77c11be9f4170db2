import { describe, expect, it } from 'vitest';
import { parseValidation } from '../../../../actions/chart-publish/src/schema/validation.ts';

const report = (resources: object[], summary: Record<string, number>) =>
  JSON.stringify({ resources, summary: { valid: 0, invalid: 0, errors: 0, skipped: 0, ...summary } });
/** As kubeconform v0.8.0 says it. */
const MSG =
  "problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///x.json#' - at '/spec': 'anyOf' failed   - at '/spec': got object, want null   - at '/spec/ports/0/port': got string, want integer";
const bad = (kind: string, msg: string) => ({ kind, name: 'x', version: 'v1', status: 'statusInvalid', msg });

describe('parseValidation', () => {
  it('tells the leaves, and not that null would do', () => {
    expect(parseValidation(report([bad('Service', MSG)], { invalid: 1, valid: 2 }), 3)).toEqual([
      { resource: 'Service x (v1)', problem: '/spec/ports/0/port: got string, want integer', unknown: false },
    ]);
  });
  it('of a Secret tells the place alone', () => {
    const [problem] = parseValidation(
      report([bad('Secret', "#' - at '/data/a': 'hunter2' is not valid")], { invalid: 1 }),
      1,
    );
    expect(problem?.problem).toBe('does not fit its schema at /data/a');
  });
  it('knows a kind without a schema', () => {
    const lamp = { ...bad('Lamp', 'could not find schema for Lamp'), status: 'statusError' };
    expect(parseValidation(report([lamp], { errors: 1 }), 1)).toMatchObject([{ unknown: true }]);
  });
  it.each([
    ['of fewer resources than there were', report([], { valid: 1 }), 2],
    ['that skips', report([], { valid: 1, skipped: 1 }), 2],
    ['that counts problems and names none', report([], { invalid: 1 }), 1],
    ['that is none', '', 0],
  ])('takes a report %s for no check', (_, text, count) => {
    expect(() => parseValidation(text, count)).toThrow('expected');
  });
});
