/**
 * Readers of JSON that a stranger wrote: each takes a value and its place, and returns plain data of known kind and size,
 * or throws `expected …`. What nobody asks for is never looked at.
 */
export type Read<T> = (value: unknown, place: string) => T;

/** Text of any length, of which the beginning is kept. */
export const text =
  (keep: number): Read<string> =>
  (value, place) =>
    typeof value === 'string' ? value.slice(0, keep) : refuse('a text', place);

export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Read<T> =>
  (value, place) =>
    values.find((one) => one === value) ?? refuse(values.join(' or '), place);

/** A whole number from 0 up to what 32 bits hold. */
export const count: Read<number> = (value, place) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
    ? (value as number)
    : refuse('a count', place);

export const flag: Read<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : refuse('true or false', place);

/** A path below the repository's root: it becomes part of a link. */
export const path: Read<string> = (value, place) => {
  const parts = typeof value === 'string' ? value.split('/') : [];
  const stays = parts.length > 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  const plain = stays && (value as string).length <= 1_024 && !/[\p{Cc}\\]/u.test(value as string);
  return plain ? (value as string) : refuse('a path inside of the repository', place);
};

export const list =
  <T>(read: Read<T>, most: number): Read<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value) || value.length > most) return refuse(`at most ${most} entries`, place);
    return value.map((entry, i) => read(entry, `${place}[${i}]`));
  };

export const optional =
  <T>(read: Read<T>): Read<T | undefined> =>
  (value, place) =>
    value === undefined || value === null ? undefined : read(value, place);

export const record =
  <T>(fields: { readonly [Key in keyof T]: Read<T[Key]> }): Read<T> =>
  (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse('an object', place);
    const read = (key: keyof T & string) =>
      fields[key](Object.hasOwn(value, key) ? (value as T)[key] : undefined, place ? `${place}.${key}` : key);
    return Object.fromEntries(
      (Object.keys(fields) as (keyof T & string)[]).map((key) => [key, read(key)]),
    ) as T;
  };

/** Reads a whole document. */
export function readClaim<T>(json: string, read: Read<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('expected JSON'); // the parser's own message quotes the document
  }
  return read(value, '');
}

function refuse(what: string, place: string): never {
  throw new Error(`expected ${what}${place ? ` at ${place.slice(0, 100)}` : ''}`);
}
