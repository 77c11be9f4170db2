import { posix } from 'node:path';

/** A path that a line of Go spells, with `*` for what it does not say: `Join("..", name, "x.go")` is `..`, `*`, `x.go`. */
export type PathPattern = string;

const LITERAL = /"((?:[^"\\]|\\.)*)"|`([^`]*)`/g;
const isPath = (word: string): boolean => /^[^\s:\\<>"|][^:\\<>"|]{0,199}$/.test(word);
const CLIMB = /^(\.\.\/?)+$/;
const COMMAND = /\b(?:Command|CommandContext|Exec)\(/;

/** The literals of a line that may be a path, or a part of one. */
export const literalsIn = (text: string): string[] => rawLiterals(text).filter(isPath);

const rawLiterals = (text: string): string[] =>
  [...text.matchAll(LITERAL)].map((match) => match[1] ?? match[2] ?? '');

/** The relative paths that a line spells. */
export function spellPaths(text: string): PathPattern[] {
  const joins = [...text.matchAll(/\bJoin\(/g)].map((call) =>
    readArguments(text.slice(call.index + call[0].length))
      .filter(Boolean)
      .map(spell)
      .join('/'),
  );
  const isCommand = COMMAND.test(text);
  const listed = joins.length > 0 || isCommand ? [] : spellList(literalsIn(text));
  const single = spellSums(text).filter(
    (path) =>
      (joins.length === 0 || !CLIMB.test(path)) &&
      (/[^/]\/|\.\w+$/.test(path) || /^(testdata|docs)$/.test(path)),
  );
  const words = isCommand ? spellCommand(rawLiterals(text)) : [];
  return [
    ...new Set(
      [...joins, ...listed, ...single, ...words].filter((path) => isPath(path) && !path.startsWith('/')),
    ),
  ];
}

/** The paths of literals that stand in lines of their own: a `Join` whose arguments take a line each. */
export function spellLines(texts: readonly string[]): PathPattern[] {
  return spellList(texts.flatMap(literalsIn));
}

export const isLiteralLine = (text: string): boolean => /^\s*(?:"[^"]*"|`[^`]*`),?\s*$/.test(text);

/** Words after a bare `..` are taken as the arguments of one `Join`. */
function spellList(words: readonly string[]): PathPattern[] {
  const climb = words.findIndex((word) => CLIMB.test(word));
  return climb < 0 ? [] : [words.slice(climb).map(openUp).join('/')];
}

/** What a command is given are paths one by one; a shell's words, too. Go and git name packages and repositories by folders. */
function spellCommand([program = '', ...rest]: readonly string[]): PathPattern[] {
  const words = [program, ...rest].flatMap((literal) => literal.split(/[\s;&|()'"`<>=]+/));
  const folders = /^(go|git)$/.test(program) ? [] : words.filter((word) => word === '.' || CLIMB.test(word));
  return [
    ...folders,
    ...words.filter((word) => /[^/.]\/|\w\.\w+$/.test(word) && !word.includes('...')).map(openUp),
  ];
}

/** Sums of literals and of what is not known, wherever they stand in a line. */
function spellSums(text: string): PathPattern[] {
  const sums: string[] = [];
  let end = 0;
  for (const match of text.matchAll(LITERAL)) {
    const between = text.slice(end, match.index).trim();
    const literal = openUp(match[1] ?? match[2] ?? '');
    const last = sums.length - 1;
    if (end > 0 && between === '+') sums[last] += literal;
    else if (end > 0 && /^\+[^,;{}]*\+$/.test(between)) sums[last] += `*${literal}`;
    else {
      if (end > 0 && between.startsWith('+')) sums[last] += '*';
      sums.push(between.endsWith('+') ? `*${literal}` : literal);
    }
    end = match.index + match[0].length;
  }
  if (sums.length > 0 && text.slice(end).trim().startsWith('+')) sums[sums.length - 1] += '*';
  return sums;
}

/** An argument: a sum of literals, a format, or something that is not known. */
function spell(expression: string): PathPattern {
  const [sum, ...more] = spellSums(expression);
  return sum === undefined ||
    (more.length > 0 && !/\bSprintf?\(/.test(expression)) ||
    /^\w+\[/.test(expression)
    ? '*'
    : sum;
}

/** Format verbs and patterns are unknown; so is how many folders `**` stands for. */
const openUp = (literal: string): string =>
  literal.replace(/\*\*\/|%[-+# 0]*[\d.]*[a-zA-Z]|\*+|\?|\{[^}]*\}?|\[[^\]]*\]?/g, '*');

/** The arguments of a call, as far as its line goes. */
export function readArguments(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[\s\S]/g)) {
    if (/^[)\]}]$/.test(token) && depth-- === 0) break;
    if (/^[([{]$/.test(token)) depth++;
    if (token === ',' && depth === 0) found.push('');
    else found.push((found.pop() ?? '') + token);
  }
  return found.map((argument) => argument.trim());
}

/** A pattern that is ready to be compared. */
export type PathMatcher = {
  /** Whether it begins in a folder that is not known. */
  readonly open: boolean;
  /** Whether it begins above its folder. */
  readonly climbs: boolean;
  /** Whether it names anything: `..` and an ending such as `.go` do not. */
  readonly named: boolean;
  /** A quick look: whether a path could be meant, counted from some folder. */
  mayMatch(path: string): boolean;
  /**
   * Whether a path, or a folder above it, is what the pattern says counted from a folder. An unknown folder in front is that one, or one
   * below it (`deep`).
   */
  matches(dir: string, path: string, deep: boolean): boolean;
};

export function compilePattern(pattern: PathPattern): PathMatcher {
  const rest = pattern.replace(/^(\*\/)+/, '');
  const climbs = rest.startsWith('..');
  const open = pattern.startsWith('*') && !climbs;
  const pieces = rest.split(/[*/]/).filter((piece) => piece !== '' && !/^\.+$/.test(piece));
  const compiled = new Map<string, RegExp | boolean>();
  const compile = (dir: string, deep: boolean): RegExp | boolean => {
    const start = open
      ? posix.normalize(dir)
      : posix.normalize(posix.join(dir, rest.replace(/[^/*]*\*[^/]*\/\.\.\//g, '*/')));
    if (start === '..' || start.startsWith('../')) return false;
    const begin = start === '.' ? '' : toSource(start.replace(/\/$/, ''));
    if (!open) return begin === '' || new RegExp(`^${begin}(/|$)`);
    const between = deep && pattern.startsWith('*/') ? '(.*/)?' : '';
    return new RegExp(`^${begin === '' ? '' : `${begin}/`}${between}${toSource(rest)}(/|$)`);
  };
  return {
    open,
    climbs,
    named: pieces.some((piece) => !piece.startsWith('.')),
    mayMatch: (path) => pieces.every((piece) => path.includes(piece)),
    matches: (dir, path, deep) => {
      const key = `${deep} ${dir}`;
      const expression = compiled.get(key) ?? compile(dir, deep);
      compiled.set(key, expression);
      return typeof expression === 'boolean' ? expression : expression.test(path);
    },
  };
}

const toSource = (text: string): string =>
  text
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('.*');
