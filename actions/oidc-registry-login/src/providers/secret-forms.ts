/**
 * A secret in every form in which programs print it: raw, in a Basic header or an `auth` field, base64 at each alignment,
 * URL-encoded, inside a JSON string. The runner derives some of these itself; other engines do not.
 */
export function secretForms(username: string, secret: string): string[] {
  const forms = [
    secret,
    basicAuth(username, secret),
    Buffer.from(`${username}:${secret}`).toString('base64url'),
    ...[0, 1, 2].map((offset) => base64At(secret, offset)),
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ];
  return [...new Set(forms)].filter((form) => form !== '');
}

/** What stands in an `Authorization: Basic` header and in the `auth` field of a docker config. */
export function basicAuth(username: string, secret: string): string {
  return Buffer.from(`${username}:${secret}`).toString('base64');
}

/** The characters of a base64 text that depend on the secret alone, when `offset` bytes (mod 3) stand before it. */
function base64At(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  const cut = whole.slice(Math.ceil((offset * 8) / 6));
  return cut.length >= 8 ? cut : ''; // shorter pieces would hide innocent text
}
