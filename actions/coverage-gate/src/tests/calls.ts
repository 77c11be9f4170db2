/** What a call in a test can have printed: only t.Error and t.Fatal make it fail. */
export type CallKind = 'error' | 'log' | 'unknown';

/** Bodies of functions by name, of every function of that name that is known. */
export type Bodies = ReadonlyMap<string, readonly string[]>;

/** Helpers of helpers; deeper ones are rare, and a recursion must end. */
const DEPTH = 4;

/**
 * The kind of the call in a piece of Go code, a line or a body. A helper that calls t.Helper is printed at the line of its
 * caller (testing.go, frameSkip): its body says what it does.
 */
export function classifyCall(code: string, bodies: Bodies, depth = DEPTH): CallKind {
  const bare = stripText(code);
  const errors = /\.(Error|Errorf|Fatal|Fatalf)\(/.test(bare);
  const logs = /\.(Log|Logf|Skip|Skipf|Output|Attr)\(/.test(bare);
  if (errors) return logs ? 'unknown' : 'error';
  if (depth === 0) return logs ? 'log' : 'unknown';
  const kinds = [...bare.matchAll(/([\p{L}_][\p{L}\p{N}_]*)\(/gu)].flatMap(([, name = '']) =>
    (bodies.get(name) ?? []).map((body) => classifyCall(body, bodies, depth - 1)),
  );
  if (logs) return kinds.some((kind) => kind === 'error') ? 'unknown' : 'log';
  if (kinds.every((kind) => kind === 'unknown')) return 'unknown';
  const known = new Set(kinds.filter((kind) => kind !== 'unknown'));
  return known.size === 1 ? ([...known][0] as CallKind) : 'unknown';
}

/** Without strings, runes and comments, whose text may look like a call. */
function stripText(code: string): string {
  return code.replace(
    /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (text) => (text.startsWith('/') ? ' ' : '""'),
  );
}
