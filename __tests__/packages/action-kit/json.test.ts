import { json } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

const person = json.record({ name: json.text(5), tags: json.list(json.oneOf('a', 'b'), 2), age: json.count });

describe('json', () => {
  it('reads what is asked for, cuts long text, and never looks at the rest', () => {
    const document = '{"name":"abcdefgh","tags":["a"],"age":3,"__proto__":{"x":1},"more":[[[]]]}';
    expect(json.parse(document, person)).toEqual({ name: 'abcde', tags: ['a'], age: 3 });
  });

  it.each([
    { name: 'a text that is no JSON', document: '{', throws: /^expected JSON$/ },
    { name: 'a list for an object', document: '[]', throws: /^expected an object$/ },
    {
      name: 'a field that is missing',
      document: '{"name":"x","tags":[]}',
      throws: /^expected a count at age$/,
    },
    {
      name: 'an inherited field',
      document: '{"__proto__":{"age":3},"name":"x","tags":[]}',
      throws: /count at age/,
    },
    {
      name: 'too many entries',
      document: '{"name":"x","tags":["a","a","a"],"age":3}',
      throws: /at most 2 entries at tags/,
    },
    {
      name: 'an entry of another kind',
      document: '{"name":"x","tags":["a",7],"age":3}',
      throws: /a or b at tags\[1\]/,
    },
    {
      name: 'a count with a fraction',
      document: '{"name":"x","tags":[],"age":1.5}',
      throws: /a count at age/,
    },
  ])('refuses $name', ({ document, throws }) => {
    expect(() => json.parse(document, person)).toThrow(throws);
  });

  it('reads an object whose keys are data, also those of its own prototype', () => {
    const read = json.map(json.number(0, 10), 3);
    expect([...json.parse('{"a":1,"__proto__":2,"constructor":3}', read)]).toEqual([
      ['a', 1],
      ['__proto__', 2],
      ['constructor', 3],
    ]);
    expect(() => json.parse('{"a":1,"b":2,"c":3,"d":4}', read)).toThrow('at most 3 entries');
    expect(() => json.parse('{"a":11}', read)).toThrow('expected a number from 0 to 10 at ["a"]');
    expect(() => json.parse(JSON.stringify({ ['x'.repeat(1_025)]: 1 }), read)).toThrow('1,024 characters');
  });

  it.each([
    { name: 'the whole text', value: 'abc', want: 'abc' },
    { name: 'no longer text', value: 'abcd', throws: true },
    { name: 'no text with a line end', value: 'abc\n', throws: true },
  ])('matches $name', (row) => {
    const read = () => json.matching(/[a-z]{3}/, 'three letters')(row.value, 'x');
    if ('throws' in row) expect(read).toThrow('expected three letters at x');
    else expect(read()).toBe(row.want);
  });

  const at = (place: string) => ` at ${place}`;
  it.each([
    { name: 'a count', read: json.count, good: [0, 7, 2 ** 31 - 1], bad: [-1, 2 ** 31, 1.5, '1', null] },
    { name: 'a number', read: json.number(-1, 2.5), good: [-1, 0, 2.5], bad: [-1.1, 2.6, '1', null] },
    { name: 'a flag', read: json.flag, good: [true, false], bad: [0, 'true', null] },
    { name: 'a path', read: json.path, good: ['a', 'a/b.go', 'x'.repeat(1_024)], bad: [7, null, ['a']] },
    { name: 'an optional text', read: json.optional(json.text(3)), good: [undefined, 'abc'], bad: [7, []] },
  ])('takes $name for what it is, and nothing else', ({ read, good, bad }) => {
    expect(good.map((value) => (read as (value: unknown, place: string) => unknown)(value, 'p'))).toEqual(
      good,
    );
    for (const value of bad) expect(() => read(value, 'p')).toThrow(at('p'));
  });

  it('takes nothing and null for what may be left out', () => {
    expect([json.optional(json.flag)(null, 'p'), json.optional(json.flag)(undefined, 'p')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('names a place within a record, and of a key its first 40 characters', () => {
    const read = json.record({ a: json.record({ b: json.map(json.count, 1) }) });
    const key = 'k'.repeat(99);
    expect(() => json.parse(JSON.stringify({ a: { b: { [key]: -1 } } }), read)).toThrow(
      `expected a count at a.b["${'k'.repeat(40)}"]`,
    );
    expect(() => json.parse('{"a":null}', read)).toThrow(/^expected an object at a$/);
    expect(() => json.parse('{"a":[]}', read)).toThrow(/^expected an object at a$/);
  });

  it.each(['', '/a', 'a/../b', 'a//b', './a', 'a\nb', 'a\\b', 'x'.repeat(1_025)])(
    'takes %j for no path of the repository',
    (value) => {
      expect(() => json.path(value, 'p')).toThrow('expected a path inside of the repository at p');
    },
  );
});
