/** One line of `go test -json` (`go doc test2json`, cmd/test2json). */
export type TestEvent = {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Elapsed?: number;
  readonly Output?: string;
  /** Since Go 1.27: `error` marks the line of a t.Error or t.Fatal, `error-continue` the lines that belong to it. */
  readonly OutputType?: string;
  /** Since Go 1.24, on build-output and build-fail. */
  readonly ImportPath?: string;
  readonly FailedBuild?: string;
};

/** The event on a line; `undefined` when it is none. */
export function parseEvent(line: string): TestEvent | undefined {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && typeof (event as TestEvent | null)?.Action === 'string'
      ? (event as TestEvent)
      : undefined;
  } catch {
    return undefined; // SyntaxError: a program that writes beside the events, or a line that was cut off
  }
}
