/** Keys that hold a name or a place although they sound like a secret. */
const HARMLESS = new Set(['token-url', 'username-field', 'password-field', 'session-duration']);
const SECRET_KEY = /pass(word|wd|phrase)?$|secret|token|api-?key|access-?key|private-?key|credential/i;

const SECRET_VALUES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN /, 'a private key'],
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\b(gh[pousr]_\w{20,}|github_pat_\w{20,})/, 'a GitHub token'],
  [/\bdckr_(pat|oat)_[\w-]{10,}/, 'a Docker Hub token'],
  [/\bglpat-[\w-]{10,}/, 'a GitLab token'],
  [/\bhv[sbr]\.[\w-]{10,}/, 'a Vault token'],
  [/\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*/, 'a signed token'],
  [/"private_key(_id)?"\s*:/, 'a service account key'],
];

/** Why a key and its value must not be in a workflow: the words for the complaint, never the value. */
export function findStoredSecret(key: string, value: string): string | undefined {
  for (const [pattern, what] of SECRET_VALUES) if (pattern.test(value)) return what;
  return SECRET_KEY.test(key) && !HARMLESS.has(key) ? 'a stored secret' : undefined;
}
