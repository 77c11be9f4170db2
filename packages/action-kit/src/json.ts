/**
 * Readers of JSON that a stranger wrote: each takes a value and its place, and returns plain data of known kind and size,
 * or throws `expected … at PLACE`. What nobody asks for is never looked at. Used as `json.record({ name: json.text(80) })`.
 */
export type Read<T> = (value: unknown, place: string) => T;

/** Text of any length, of which the beginning is kept. */
export const text =
  (keep: number): Read<string> =>
  (value, place) =>
    typeof value === 'string' ? value.slice(0, keep) : refuse('a text', place);

/** Text that the pattern fits as a whole; `what` names it in the refusal. */
export const matching =
  (pattern: RegExp, what: string): Read<string> =>
  (value, place) =>
    typeof value === 'string' && pattern.exec(value)?.[0] === value ? value : refuse(what, place);

export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Read<T> =>
  (value, place) =>
    values.find((one) => one === value) ?? refuse(values.join(' or '), place);

/** A whole number from 0 up to what 32 bits hold. */
export const count: Read<number> = (value, place) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
    ? (value as number)
    : refuse('a count', place);

/** A number from `min` to `max`; JSON has neither infinities nor NaN. */
export const number =
  (min: number, max: number): Read<number> =>
  (value, place) =>
    typeof value === 'number' && value >= min && value <= max
      ? value
      : refuse(`a number from ${min} to ${max}`, place);

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

/** An object whose keys are data: `most` of them, each of at most 1,024 characters. */
export const map =
  <T>(read: Read<T>, most: number): Read<ReadonlyMap<string, T>> =>
  (value, place) => {
    const entries = Object.entries(readObject(value, place));
    if (entries.length > most) return refuse(`at most ${most} entries`, place);
    return new Map(
      entries.map(([key, entry]) => {
        if (key.length > 1_024) return refuse('keys of at most 1,024 characters', place);
        return [key, read(entry, `${place}[${JSON.stringify(key.slice(0, 40))}]`)];
      }),
    );
  };

export const optional =
  <T>(read: Read<T>): Read<T | undefined> =>
  (value, place) =>
    value === undefined || value === null ? undefined : read(value, place);

export const record =
  <T>(fields: { readonly [Key in keyof T]: Read<T[Key]> }): Read<T> =>
  (value, place) => {
    const object = readObject(value, place);
    const read = (key: keyof T & string) =>
      fields[key](Object.hasOwn(object, key) ? object[key] : undefined, place ? `${place}.${key}` : key);
    return Object.fromEntries(
      (Object.keys(fields) as (keyof T & string)[]).map((key) => [key, read(key)]),
    ) as T;
  };

/** Reads a whole document; the caller has bounded its length. */
export function parse<T>(document: string, read: Read<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    throw new Error('expected JSON'); // the parser's own message quotes the document
  }
  return read(value, '');
}

function readObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('an object', place);
  return value as Readonly<Record<string, unknown>>;
}

function refuse(what: string, place: string): never {
  throw new Error(`expected ${what}${place ? ` at ${place.slice(0, 100)}` : ''}`);
}
