import { type Directive, fail, type ModFile, parseDirectives, unquote } from './mod-syntax.ts';

export type ModuleVersion = { readonly path: string; readonly version: string };
export type Requirement = ModuleVersion & { readonly indirect: boolean };

/** `new` without a version is a folder, relative to the go.mod or go.work that holds it. */
export type Replace = {
  readonly old: { readonly path: string; readonly version?: string };
  readonly new: { readonly path: string; readonly version?: string };
};

/** A single retracted version has `low` equal to `high`. */
export type Retract = { readonly low: string; readonly high: string };

export type GoMod = {
  readonly module: string;
  readonly go?: string;
  readonly toolchain?: string;
  readonly require: readonly Requirement[];
  readonly exclude: readonly ModuleVersion[];
  readonly replace: readonly Replace[];
  readonly retract: readonly Retract[];
  readonly tool: readonly string[];
  readonly ignore: readonly string[];
  readonly godebug: Readonly<Record<string, string>>;
};

/**
 * Parses the text of a go.mod file; what `go mod edit -json` accepts, with the same values (versions made canonical).
 * Whether a version fits its path's major (`/v2`) is left to the go command. Throws `go.mod:LINE: …`.
 */
export function parseGoMod(text: string): GoMod {
  const found = {
    module: '',
    require: [] as Requirement[],
    exclude: [] as ModuleVersion[],
    replace: [] as Replace[],
    retract: [] as Retract[],
    tool: [] as string[],
    ignore: [] as string[],
  };
  const godebug: [string, string][] = [];
  const once: Once = {};
  for (const directive of parseDirectives('go.mod', text)) {
    atLine('go.mod', directive, ({ verb, args, comment }) => {
      if (verb === 'require') found.require.push({ ...moduleVersion(args), indirect: isIndirect(comment) });
      else if (verb === 'exclude') found.exclude.push(moduleVersion(args));
      else if (verb === 'replace') found.replace.push(parseReplace(args));
      else if (verb === 'retract') found.retract.push(parseRetract(args));
      else if (verb === 'tool') found.tool.push(onlyArgument(args));
      else if (verb === 'ignore') found.ignore.push(onlyArgument(args));
      else if (verb === 'godebug') godebug.push(parseGodebug(args));
      else if (verb === 'module') setOnce(once, verb, onlyArgument(args));
      else if (!readGoLine(once, verb, args)) throw new Error(`unknown directive: ${verb}`);
    });
  }
  return {
    ...found,
    exclude: firstOfEach(found.exclude, moduleKey),
    replace: effectiveReplaces(found.replace),
    tool: [...new Set(found.tool)],
    ignore: [...new Set(found.ignore)],
    ...once,
    godebug: Object.fromEntries(godebug),
  };
}

/** Of several replacements of one module the last one counts (modfile's removeDups). */
export function effectiveReplaces(replaces: readonly Replace[]): Replace[] {
  return firstOfEach([...replaces].reverse(), (replace) => moduleKey(replace.old)).reverse();
}

function firstOfEach<T>(entries: readonly T[], key: (entry: T) => string): T[] {
  const seen = new Map<string, T>();
  for (const entry of entries) if (!seen.has(key(entry))) seen.set(key(entry), entry);
  return [...seen.values()];
}

const moduleKey = (module: { path: string; version?: string }): string =>
  `${module.path}@${module.version ?? ''}`;

/** Directives that a file has at most one of. */
export type Once = { module?: string; go?: string; toolchain?: string };

/** Runs one directive's reader and puts the position in front of what it throws. */
export function atLine(file: ModFile, directive: Directive, read: (directive: Directive) => void): void {
  try {
    read(directive);
  } catch (error) {
    fail(file, directive.line, error instanceof Error ? error.message : String(error));
  }
}

const GO_LINE = /^[1-9]\d*\.(0|[1-9]\d*)(\.(0|[1-9]\d*))?([a-z]+\d+)?$/;
const TOOLCHAIN_LINE = /^default$|^go1($|\.)/;

/** Reads the `go` and `toolchain` lines; false for any other verb. */
export function readGoLine(once: Once, verb: string, args: readonly string[]): boolean {
  if (verb !== 'go' && verb !== 'toolchain') return false;
  const [value = ''] = args;
  if (args.length !== 1) throw new Error(`${verb} expects exactly one argument`);
  if (verb === 'go' && !GO_LINE.test(value))
    throw new Error(`invalid go version ${value}: expected the form 1.23.0`);
  if (verb === 'toolchain' && !TOOLCHAIN_LINE.test(value)) {
    throw new Error(`invalid toolchain ${value}: expected the form go1.23.0, or default`);
  }
  setOnce(once, verb, value);
  return true;
}

export function parseReplace(args: readonly string[]): Replace {
  const arrow = args[1] === '=>' ? 1 : 2;
  if (args[arrow] !== '=>' || args.length < arrow + 2 || args.length > arrow + 3) {
    throw new Error('expected module/path [v1.2.3] => other/module v1.4.0, or => ../folder');
  }
  const oldPath = unquote(args[0] ?? '');
  const newPath = unquote(args[arrow + 1] ?? '');
  const oldVersion = arrow === 2 ? parseVersion(args[1] ?? '') : undefined;
  const newVersion = args.length === arrow + 3 ? parseVersion(args[arrow + 2] ?? '') : undefined;
  if (isFolder(newPath) !== (newVersion === undefined)) {
    throw new Error(
      newVersion === undefined
        ? `the replacement ${newPath} has no version, so it must be a folder that starts with ./ or ../`
        : `the replacement folder ${newPath} cannot have a version`,
    );
  }
  if (newVersion === undefined && newPath.includes('\\'))
    throw new Error(`the replacement folder ${newPath} is a Windows path`);
  return {
    old: oldVersion === undefined ? { path: oldPath } : { path: oldPath, version: oldVersion },
    new: newVersion === undefined ? { path: newPath } : { path: newPath, version: newVersion },
  };
}

/** Exactly one argument, unquoted. */
export function onlyArgument(args: readonly string[]): string {
  if (args.length !== 1) throw new Error('expected exactly one argument');
  return unquote(args[0] ?? '');
}

export function parseGodebug(args: readonly string[]): [string, string] {
  const [key, value] = splitOnce(args[0] ?? '');
  if (args.length !== 1 || value === undefined || /["`',]/.test(args[0] ?? ''))
    throw new Error('expected godebug key=value');
  return [key, value];
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function setOnce(once: Once, verb: keyof Once, value: string): void {
  if (once[verb] !== undefined) throw new Error(`repeated ${verb} line`);
  once[verb] = value;
}

function moduleVersion(args: readonly string[]): ModuleVersion {
  if (args.length !== 2) throw new Error('expected module/path v1.2.3');
  return { path: unquote(args[0] ?? ''), version: parseVersion(args[1] ?? '') };
}

/** Versions are kept as written: the go command makes them canonical only when it resolves them. */
function parseRetract(args: readonly string[]): Retract {
  const interval = args.length === 5 && args[0] === '[' && args[2] === ',' && args[4] === ']';
  if (!interval && (args.length !== 1 || args[0] === '['))
    throw new Error('expected a version or [low, high]');
  const [low = '', high = ''] = interval ? [args[1], args[3]] : [args[0], args[0]];
  return { low: unquote(low), high: unquote(high) };
}

const SEMVER =
  /^v(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(-(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?(\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?)?)?$/;

/** golang.org/x/mod/module.CanonicalVersion: `v1` is `v1.0.0`; build metadata goes, except for `+incompatible`. */
function parseVersion(token: string): string {
  const text = unquote(token);
  const match = SEMVER.exec(text);
  if (!match) throw new Error(`invalid version ${text}: expected the form v1.2.3`);
  const [, major, minor = '0', patch = '0', prerelease = '', build] = match;
  return `v${major}.${minor}.${patch}${prerelease}${build === '+incompatible' ? build : ''}`;
}

/** modfile's isIndirect: `// indirect` alone or followed by `;` and more. */
function isIndirect(comment: string): boolean {
  const words = comment.trim().split(/\s+/);
  return words.length === 1 ? words[0] === 'indirect' : words[0] === 'indirect;';
}

/** modfile.IsDirectoryPath: all known path syntaxes, because go.mod files move between systems. */
function isFolder(path: string): boolean {
  return /^(\.\.?$|\.\.?[/\\]|[/\\]|[A-Za-z]:)/.test(path);
}
