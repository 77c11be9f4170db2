import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import type { RawFinding, Severity } from '../checks/answer.ts';
import type { CheckName } from '../checks/index.ts';
import type { CodePlace } from './line-directives.ts';

/** One finding of one check in one module; the single shape that filters, reports and baselines know. */
export type Finding = RawFinding & {
  readonly check: CheckName;
  /** The module's folder relative to the repository's root, `.` for the root itself. */
  readonly module: string;
  /** Relative to the repository's root, with slashes; absent when it is none of the repository's files. */
  readonly file?: string | undefined;
  readonly severity: Severity;
  /** Lines that line directives give this place's name: what changed there may have caused it. */
  readonly origins?: readonly CodePlace[];
};

/** Where a check ran. */
export type CheckPlace = {
  readonly check: CheckName;
  readonly module: string;
  /** Absolute folders. */
  readonly root: string;
  readonly moduleDir: string;
  /** What the check's level makes of its findings. */
  readonly severity: Severity;
  /** Whether there is a file of this absolute name. */
  readonly exists: (path: string) => boolean;
  /** The lines of Go files that line directives give this absolute name and number. */
  readonly behind: (path: string, line: number) => readonly CodePlace[];
};

/**
 * Gives a tool's findings their places in the repository. A name that a line directive made up stands for the Go file that
 * holds the directive; a file outside of the repository, or one that is not there, becomes part of the message.
 */
export function placeFindings(findings: readonly RawFinding[], place: CheckPlace): Finding[] {
  const known = new Map<string, LocatedFile>();
  const locate = (file: string): LocatedFile => {
    const path = isAbsolute(file) ? resolve(file) : resolve(place.moduleDir, file);
    const found = known.get(file) ?? {
      path,
      file: place.exists(path) ? relativeToRoot(path, place.root) : undefined,
    };
    known.set(file, found);
    return found;
  };
  return findings.map((raw) => placeFinding(raw, place, locate));
}

/** `file` is relative to the repository's root; `undefined` where there is no such file in it. */
type LocatedFile = { readonly path: string; readonly file: string | undefined };

function placeFinding(raw: RawFinding, place: CheckPlace, locate: (file: string) => LocatedFile): Finding {
  const { check, module, root } = place;
  const severity = place.severity === 'warning' ? 'warning' : (raw.severity ?? 'error');
  if (!raw.file) return { ...raw, check, module, severity };
  const { path, file } = locate(raw.file);
  const origins = (raw.line ? place.behind(path, raw.line) : []).flatMap((origin) => {
    const name = relativeToRoot(origin.file, root);
    return name === undefined ? [] : [{ file: name, line: origin.line }];
  });
  if (file !== undefined) {
    return { ...raw, check, module, severity, file, ...(origins.length > 0 && { origins }) };
  }
  const {
    file: _file,
    line: _line,
    column: _column,
    endLine: _endLine,
    fix: _fix,
    edits: _edits,
    ...rest
  } = raw;
  const [first] = origins;
  if (first) return { ...rest, check, module, severity, ...first, origins };
  const where = raw.line ? `${raw.file}:${raw.line}` : raw.file;
  return { ...rest, message: `${where}: ${raw.message}`, check, module, severity };
}

function relativeToRoot(file: string, root: string): string | undefined {
  const path = relative(root, file);
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined;
  return sep === '/' ? path : path.replaceAll(sep, posix.sep);
}

/**
 * In the order in which people read: by file, line, column, rule; what has no file comes first. Each file is sorted by itself:
 * comparing the same few paths again and again would take most of the time.
 */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const files = Map.groupBy(findings, ({ file }) => file ?? '');
  return [...files].sort(([a], [b]) => compareText(a, b)).flatMap(([, own]) => own.sort(compareWithinFile));
}

const compareWithinFile = (a: Finding, b: Finding): number =>
  (a.line ?? 0) - (b.line ?? 0) ||
  (a.column ?? 0) - (b.column ?? 0) ||
  compareText(a.rule, b.rule) ||
  compareText(a.message, b.message);

/**
 * Drops what several tools say about one line: all of them repeat compile errors, and golangci-lint runs vet's and
 * staticcheck's analyzers under its own names. The first one in the order of the checks stays.
 */
export function dropRepeated(findings: readonly Finding[]): readonly Finding[] {
  if (findings.every(({ check }) => check === findings[0]?.check)) return findings;
  const seen = new Map<string, CheckName>();
  return findings.filter((finding) => {
    const said = finding.message.replace(/^[\w-]+: /, '');
    const key = `${finding.file ?? finding.module}\0${finding.line ?? 0}\0${said}`;
    const first = seen.get(key) ?? finding.check;
    seen.set(key, first);
    return first === finding.check;
  });
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
