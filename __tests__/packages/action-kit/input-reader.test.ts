import { collectInputs, InputError, InputReader } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

const read = <T>(env: Record<string, string>, body: (input: InputReader) => T, masked: string[] = []): T =>
  collectInputs(body, new InputReader(env, (secret) => masked.push(secret)));

describe('InputReader', () => {
  type Row = { name: string; value: string; body: (input: InputReader) => unknown } & (
    | { want: unknown }
    | { throws: string }
  );
  const rows: Row[] = [
    { name: 'trims text', value: ' x ', body: (input) => input.text('a-b'), want: 'x' },
    { name: 'tells absent from given', value: '', body: (input) => input.optional('a-b'), want: undefined },
    { name: 'reads flags in any case', value: 'TRUE', body: (input) => input.flag('a-b'), want: true },
    { name: 'reads a false flag', value: 'false', body: (input) => input.flag('a-b'), want: false },
    {
      name: 'refuses other words for a flag',
      value: 'yes',
      body: (input) => input.flag('a-b'),
      throws: '`a-b` is "yes"; expected "true" or "false"',
    },
    {
      name: 'says when a value is empty',
      value: '',
      body: (input) => input.required('a-b'),
      throws: '`a-b` is empty; expected a value',
    },
    { name: 'reads lists', value: 'a, b\nc', body: (input) => input.list('a-b'), want: ['a', 'b', 'c'] },
    { name: 'reads lines', value: 'a b\n\n c ', body: (input) => input.lines('a-b'), want: ['a b', 'c'] },
    {
      name: 'names the choices',
      value: 'q',
      body: (input) => input.choice('a-b', ['x', 'y']),
      throws: '`a-b` is "q"; expected one of x, y',
    },
    {
      name: 'checks each of several choices',
      value: 'x,q',
      body: (input) => input.choices('a-b', ['x', 'y']),
      throws: 'expected one of x, y',
    },
    {
      name: 'reads whole numbers',
      value: '0',
      body: (input) => input.integer('a-b', { min: 0, max: 9 }),
      want: 0,
    },
    {
      name: 'refuses numbers out of range',
      value: '10',
      body: (input) => input.integer('a-b', { min: 0, max: 9 }),
      throws: 'a whole number from 0 to 9',
    },
    {
      name: 'refuses 1e3',
      value: '1e3',
      body: (input) => input.integer('a-b', { min: 0, max: 9_999 }),
      throws: 'a whole number',
    },
    {
      name: 'refuses NaN',
      value: 'NaN',
      body: (input) => input.integer('a-b', { min: 0, max: 9 }),
      throws: 'a whole number',
    },
  ];
  it.each(rows)('$name', (row) => {
    const act = () => read({ 'INPUT_A-B': row.value }, row.body);
    if ('throws' in row) expect(act).toThrow(row.throws);
    else expect(act()).toEqual(row.want);
  });

  it('reports all complaints together', () => {
    const act = () =>
      read({ INPUT_A: 'x', INPUT_B: 'y' }, (input) => [
        input.flag('a'),
        input.duration('b'),
        input.text('c'),
      ]);
    expect(act).toThrow(InputError);
    expect(act).toThrow(/`a` is "x".*\n`b` is "y"/);
  });

  it('masks a secret as it reads it', () => {
    const masked: string[] = [];
    read({ INPUT_TOKEN: 's3cr3t' }, (input) => input.secret('token'), masked);
    expect(masked).toEqual(['s3cr3t']);
  });

  it.each([
    { name: 'JSON over lines', value: '{\n  "github.com/octo": "tok3n"\n}', warns: true },
    { name: 'JSON over lines of Windows', value: '[\r\n"tok3n"\r\n]', warns: true },
    { name: 'JSON on one line', value: '{"github.com/octo":"tok3n"}', warns: false },
    { name: 'a map of YAML', value: 'github.com/octo: tok3n\ngithub.com/acme: tok4n', warns: false },
    { name: 'a short word', value: 'abc', warns: false },
  ])('case platform/09: warns about $name: $warns', ({ value, warns }) => {
    const reader = new InputReader({ INPUT_TOKEN: value }, () => undefined);
    expect(reader.secret('token')).toBe(value);
    expect(reader.warnings).toEqual(
      warns ? [expect.stringMatching(/`token` has a line of fewer than 4 characters.*one line/)] : [],
    );
  });

  it('hides what a URL may hide when it quotes it', () => {
    const a = 'https://gopher:hunter2@h.test/a?token=hunter2 http://b.test/';
    expect(() => read({ INPUT_A: a }, (input) => input.flag('a'))).toThrow(
      '`a` is "https://***@h.test/a?*** http://b.test/"; expected',
    );
  });

  it('shortens what it quotes', () => {
    expect(() => read({ INPUT_A: 'x'.repeat(500) }, (input) => input.flag('a'))).toThrow(/"x{77}\.\.\."/);
  });
});
