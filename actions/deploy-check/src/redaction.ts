const HIDDEN = '***';
/** So much more than is shown is looked at; all repetitions below are bounded, since the text is whatever a server sends. */
const LOOKED_AT = 4;
/** A name that tells that its value is nobody's business. */
const SECRET_NAME =
  'token|secret|passw|api[-_]?key|private[-_]?key|authorization|credential|cookie|session|dsn';
const JSON_VALUE = new RegExp(
  `("[^"\\n]{0,80}(?:${SECRET_NAME})[^"\\n]{0,80}"\\s{0,9}:\\s{0,9})("(?:[^"\\\\\\n]|\\\\.)*"|[^\\s,}\\]]+)`,
  'gi',
);
const ASSIGNMENT = new RegExp(`\\b([\\w-]{0,80}(?:${SECRET_NAME})[\\w-]{0,80}=)[^\\s&;,"']+`, 'gi');
const SCHEME = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const WEB_TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const USER_OF_URL = /(:\/\/)[^\s/@]+@/g;

/**
 * The values of headers that are secrets, as they are and without `Bearer`. Others may be such that hiding them would hide half
 * of the log.
 */
export function listSecrets(headers: Readonly<Record<string, string>>): string[] {
  const named = new RegExp(`auth|key|${SECRET_NAME}`, 'i');
  return Object.entries(headers)
    .filter(([name]) => named.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')]);
}

/** Text of an answer without what looks like a secret, and without `secrets` themselves; cut after `limit` characters. */
export function redact(text: string, secrets: readonly string[], limit: number): string {
  const known = secrets.filter(Boolean).reduce((all, secret) => all.replaceAll(secret, HIDDEN), text);
  const hidden = known
    .slice(0, LOOKED_AT * limit)
    .replace(WEB_TOKEN, HIDDEN)
    .replace(SCHEME, `$1 ${HIDDEN}`)
    .replace(USER_OF_URL, `$1${HIDDEN}@`)
    .replace(JSON_VALUE, `$1"${HIDDEN}"`)
    .replace(ASSIGNMENT, `$1${HIDDEN}`);
  return hidden.length > limit ? `${hidden.slice(0, limit)}…` : hidden;
}
