import { expected, type InputReader } from '@go-actions/action-kit';

export type Inputs = ReturnType<typeof readInputs>;

export const readInputs = (input: InputReader) => ({
  token: input.secret('token') ?? '',
  comment: input.flag('comment'),
  suggestions: input.flag('suggestions'),
  marker: input.parsed('marker', parseMarker),
});

/** It stands in an HTML comment, which two dashes would end. */
function parseMarker(text: string): string {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 50
    ? text
    : expected('up to 50 lower-case letters and digits, with single dashes between them');
}
