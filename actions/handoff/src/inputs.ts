import { expected, type InputReader, nonEmpty } from '@go-actions/action-kit';

export type Inputs = ReturnType<typeof readInputs>;

/** Two shapes, by mode; what belongs to the other mode must be empty, so that a mistaken step is told. */
export const readInputs = (input: InputReader) => {
  const mode = input.choice('mode', ['put', 'get']);
  if (mode === 'get') {
    const name = input.parsed('name', parseWanted);
    return {
      mode,
      name,
      path: input.required('path'),
      digest: input.parsed('digest', (text) => parseExpectation(text, name)),
    } as const;
  }
  input.parsed('digest', (text) => text === '' || expected('nothing with `mode: put`'));
  return {
    mode,
    name: input.parsed('name', parseName),
    paths: input.parsed('path', () => nonEmpty(input.lines('path'), 'files and folders, one a line')),
    retentionDays: input.integer('retention-days', { min: 1, max: 90 }),
  } as const;
};

function parseName(text: string): string {
  const fits = /^[A-Za-z0-9._-]{1,100}$/.test(text) && !/^\.+$/.test(text);
  return fits ? text : expected('1 to 100 letters, digits, dots, dashes and underscores');
}

/** A name, or the beginning of several names and a star. */
function parseWanted(text: string): string {
  return text.endsWith('*') ? `${parseName(text.slice(0, -1))}*` : parseName(text);
}

/** `undefined` for the explicit word; an empty value is a mistake, such as an output that got lost. */
function parseExpectation(text: string, name: string): string | undefined {
  if (text === 'unverified') return undefined;
  if (name?.endsWith('*')) return expected('`unverified`: several artifacts have no common digest');
  return /^sha256:[0-9a-f]{64}$/.test(text)
    ? text
    : expected('the `digest` output of the step that put the files, or `unverified`');
}
