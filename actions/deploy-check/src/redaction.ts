import { secretForms } from '@go-actions/action-kit';

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

/** What this step itself says in its outputs: GitHub drops an output that holds a masked text. */
const isOurWord = (text: string): boolean => /^(true|false|[\d.]*)$/.test(text);

/**
 * The values of all headers: as they are, without `Bearer`, what a Basic one holds, and each cookie's value, in all forms in
 * which a service may repeat them. `version` and the words of our own outputs are none.
 */
export function listSecrets(headers: Readonly<Record<string, string>>, version?: string): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) => {
    const bare = value.replace(/^\S+\s+/, '');
    const pair = /^basic\s/i.test(value) ? Buffer.from(bare, 'base64').toString('utf8') : '';
    const cookies =
      name === 'cookie' ? value.split(';').map((cookie) => cookie.replace(/^[^=]*=/, '').trim()) : [];
    return [value, bare, pair, pair.slice(pair.indexOf(':') + 1), ...cookies];
  });
  const secrets = values.filter((value) => !isOurWord(value) && value !== version);
  return [...new Set(secrets.flatMap((secret) => secretForms('', secret)))];
}

/** A text in which no secret stands as a whole; the longest first, as one may be part of another. */
export function hideKnown(text: string, secrets: readonly string[]): string {
  const longest = [...secrets].filter(Boolean).sort((a, b) => b.length - a.length);
  return longest.reduce((all, secret) => all.replaceAll(secret, HIDDEN), text);
}

/** Text of an answer without what looks like a secret, and without `secrets` themselves; cut after `limit` characters. */
export function redact(text: string, secrets: readonly string[], limit: number): string {
  const hidden = hideKnown(text, secrets)
    .slice(0, LOOKED_AT * limit)
    .replace(WEB_TOKEN, HIDDEN)
    .replace(SCHEME, `$1 ${HIDDEN}`)
    .replace(USER_OF_URL, `$1${HIDDEN}@`)
    .replace(JSON_VALUE, `$1"${HIDDEN}"`)
    .replace(ASSIGNMENT, `$1${HIDDEN}`);
  return hidden.length > limit ? `${hidden.slice(0, limit)}…` : hidden;
}
