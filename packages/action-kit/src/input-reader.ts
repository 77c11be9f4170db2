import { parseArgv } from './argv.ts';
import { InputError } from './errors.ts';
import { explainMaskHazard } from './foreign.ts';
import { parseBytes, parseDuration } from './units.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where values come from by name: the inputs of a step, or the keys of an entry in a list. */
export type Fields = { get(name: string): string | undefined };

/** A complaint as data: `name` is the field that it is about. */
export type Complaint = { readonly name: string | undefined; readonly text: string };

/**
 * Reads the inputs of one step. Each method names one input of `action.yml`; defaults live there and nowhere else.
 * A value that does not fit becomes a complaint; `collectInputs` reports all complaints together.
 */
export class InputReader {
  readonly found: Complaint[] = [];
  /** What to warn about although the inputs can be used. */
  readonly warnings: string[] = [];
  readonly asked = new Set<string>();
  readonly #env: Environment;
  readonly #mask: (secret: string) => void;
  readonly #fields: Fields;

  /** Without `fields`, the inputs that the runner puts into the environment. */
  constructor(env: Environment, mask: (secret: string) => void, fields?: Fields) {
    this.#env = env;
    this.#mask = mask;
    this.#fields = fields ?? { get: (name) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] };
  }

  get complaints(): readonly string[] {
    return this.found.map(({ text }) => text);
  }

  /** The trimmed value, empty when it is not set. */
  text(name: string): string {
    this.asked.add(name);
    return (this.#fields.get(name) ?? '').trim();
  }

  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }

  /** Any parser: it throws `expected …`, and the complaint names the input and what was found. */
  parsed<T>(name: string, parse: (text: string) => T): T {
    const text = this.text(name);
    try {
      return parse(text);
    } catch (error) {
      const expected = error instanceof Error ? error.message : String(error);
      this.complain(`\`${name}\` is ${quoteFound(text)}; ${expected}`, name);
      // Never observed: collectInputs throws once the reader has a complaint.
      return undefined as never;
    }
  }

  /** Like `parsed`, but an empty value is `undefined` and never reaches the parser. */
  parsedOptional<T>(name: string, parse: (text: string) => T): T | undefined {
    return this.text(name) === '' ? undefined : this.parsed(name, parse);
  }

  required(name: string): string {
    return this.parsed(name, (text) => text || expected('a value'));
  }

  flag(name: string): boolean {
    return this.parsed(name, (text) => {
      if (/^true$/i.test(text)) return true;
      return /^false$/i.test(text) ? false : expected('"true" or "false"');
    });
  }

  choice<const T extends string>(name: string, values: readonly T[]): T {
    return this.parsed(name, (text) => oneOf(text, values));
  }

  /** Entries separated by commas, spaces or newlines. */
  list(name: string): string[] {
    return this.text(name)
      .split(/[\s,]+/)
      .filter(Boolean);
  }

  /** Entries separated by newlines only, for values that may hold spaces. */
  lines(name: string): string[] {
    return this.text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  }

  choices<const T extends string>(name: string, values: readonly T[]): T[] {
    return this.parsed(name, () => this.list(name).map((entry) => oneOf(entry, values)));
  }

  integer(name: string, { min, max }: { min: number; max: number }): number {
    return this.parsed(name, (text) => {
      const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : expected(`a whole number from ${min} to ${max}`);
    });
  }

  /** Milliseconds, from Go's duration form. */
  duration(name: string): number {
    return this.parsed(name, parseDuration);
  }

  bytes(name: string): number {
    return this.parsed(name, parseBytes);
  }

  /** Arguments with shell-like quoting; no shell ever sees them. */
  argv(name: string): string[] {
    return this.parsed(name, parseArgv);
  }

  /** A secret: masked in the log before anything else can see it. */
  secret(name: string): string | undefined {
    const value = this.optional(name);
    if (!value) return undefined;
    this.#mask(value);
    const hazard = explainMaskHazard(name, value);
    if (hazard) this.warnings.push(hazard);
    return value;
  }

  /** An environment variable of the job; empty counts as unset. */
  env(name: string): string | undefined {
    return this.#env[name] || undefined;
  }

  /** A variable that holds a secret: masked like an input that does. */
  secretEnv(name: string): string | undefined {
    const value = this.env(name);
    if (value) this.#mask(value);
    return value;
  }

  complain(text: string, name?: string): void {
    this.found.push({ name, text });
  }
}

/** Runs `read` and returns its result, or throws one InputError with every complaint. */
export function collectInputs<T>(read: (input: InputReader) => T, reader: InputReader): T {
  const inputs = read(reader);
  if (reader.complaints.length > 0) throw new InputError(reader.complaints);
  return inputs;
}

/** Ends a parser: `throw new Error("expected " + what)` as an expression. */
export function expected(what: string): never {
  throw new Error(`expected ${what}`);
}

/** The values, of which there has to be one at least: throws `expected …` otherwise. */
export function nonEmpty<T>(values: readonly T[], what: string): readonly T[] {
  return values.length > 0 ? values : expected(what);
}

function oneOf<T extends string>(text: string, values: readonly T[]): T {
  return values.find((value) => value === text) ?? expected(`one of ${values.join(', ')}`);
}

/** What was found, for a message; without what a URL may hide: its password, and its query. */
function quoteFound(text: string): string {
  if (text === '') return 'empty';
  const shown = text
    .replace(/(\w:\/\/)[^/?#\s]*@/g, '$1***@')
    .replace(/(\w:\/\/[^?#\s]*\?)[^\s#]+/g, '$1***');
  const short = shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
  return JSON.stringify(short);
}
