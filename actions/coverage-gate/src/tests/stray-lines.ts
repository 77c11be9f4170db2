/** What a line means that stands in a file of events and is none. */
export type StrayLine =
  | { readonly kind: 'passed-over' }
  /** Go before 1.24 says so in plain text, between the events (golang/go#35169). */
  | { readonly kind: 'failed-build'; readonly importPath: string; readonly words: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Judges a line that is no event. What `go`, `make` and others print in between is passed over; a broken event, another JSON
 * form and results in plain text would hide failures. `whole`: the line has an end.
 */
export function readStrayLine(line: string, whole: boolean): StrayLine {
  const build = /^FAIL\t(\S+) \[((?:build|setup) failed)\]\s*$/.exec(line);
  if (build) return { kind: 'failed-build', importPath: build[1] ?? '', words: build[2] ?? '' };
  const text = line.trim();
  if (/^[[{\]}]/.test(text) && isTestEvent(text))
    return { kind: 'refused', why: whole ? 'is not an event of `go test -json`' : 'is cut off' };
  if (/^\s*--- (FAIL|PASS|SKIP): /.test(line) || /^(FAIL|ok {2}|\? {3})\t/.test(line))
    return { kind: 'refused', why: 'is the plain text of `go test`, not an event of `go test -json`' };
  return { kind: 'passed-over' };
}

/** JSON of other programs is none of ours: only what looks like a piece of an event, or like a list of them, is. */
function isTestEvent(text: string): boolean {
  return /"(Action|Package|Test|Output|Elapsed|ImportPath)"/.test(text) || /^\{"Time/.test(text);
}
