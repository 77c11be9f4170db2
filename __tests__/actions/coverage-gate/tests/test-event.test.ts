import { expect, it } from 'vitest';
import { parseEvent } from '../../../../actions/coverage-gate/src/tests/test-event.ts';

it.each([
  { line: '{"Action":"pass","Package":"m/p"}', want: { Action: 'pass', Package: 'm/p' } },
  { line: '{"action":"pass"}', want: undefined },
  { line: '{"Action":1}', want: undefined },
  { line: '["Action"]', want: undefined },
  { line: 'null', want: undefined },
  { line: '{"Action":"pa', want: undefined },
])('parseEvent: $line', ({ line, want }) => {
  expect(parseEvent(line)).toEqual(want);
});
