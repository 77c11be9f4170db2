/**
 * A secret in every form in which programs print it: raw, in a Basic header or an `auth` field, base64 at each alignment,
 * URL-encoded as browsers and as Go do, inside a JSON string as JavaScript, Go, PHP and .NET write it, inside HTML, in
 * hexadecimal. The runner derives some of these itself; other engines do not.
 */
export function secretForms(username: string, secret: string): string[] {
  const quoted = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    basicAuth(username, secret),
    Buffer.from(`${username}:${secret}`).toString('base64url'),
    ...[0, 1, 2].flatMap((offset) => base64At(secret, offset)),
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    escapeQuery(secret),
    escapePath(secret),
    quoted,
    escapeGo(quoted),
    JSON.stringify(quoted).slice(1, -1),
    JSON.stringify(escapeGo(quoted)).slice(1, -1),
    quoted.replaceAll('/', '\\/'),
    escapeNet(quoted),
    ...escapeHtml(secret),
    encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    Buffer.from(secret).toString('hex'),
  ];
  return [...new Set(forms)].filter((form) => form !== '');
}

/** What stands in an `Authorization: Basic` header and in the `auth` field of a docker config. */
export function basicAuth(username: string, secret: string): string {
  return Buffer.from(`${username}:${secret}`).toString('base64');
}

/** So many characters in a row are a piece of a secret; fewer occur in any text. */
const PIECE = 6;
/** A secret that is not longer is looked for as a whole: its pieces are words. */
const SHORT = 20;

/** A text in which every piece of a secret, in any of its forms, is `***`: also of one that somebody has cut. */
export function hidePieces(text: string, secrets: Iterable<string>): string {
  const forms = [...secrets].flatMap((secret) => secretForms('', secret)).filter(({ length }) => length > 3);
  const pieces = new Set(forms.filter(({ length }) => length > SHORT).flatMap(piecesOf));
  const hidden = new Uint8Array(text.length);
  for (let at = 0; at + PIECE <= text.length; at++)
    if (pieces.has(text.slice(at, at + PIECE))) hidden.fill(1, at, at + PIECE);
  for (const form of forms)
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
      hidden.fill(1, at, at + form.length);
  let shown = '';
  for (let at = 0; at < text.length; at++) {
    if (!hidden[at]) shown += text[at];
    else if (!hidden[at - 1]) shown += '***';
  }
  return shown;
}

function piecesOf(form: string): string[] {
  return Array.from({ length: form.length - PIECE + 1 }, (_, at) => form.slice(at, at + PIECE));
}

/** The characters of a base64 text that depend on the secret alone, when `offset` bytes (mod 3) stand before it. */
function base64At(secret: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return (['base64', 'base64url'] as const)
    .map((encoding) => whole.toString(encoding).slice(Math.ceil((offset * 8) / 6)))
    .filter(({ length }) => length >= 8); // shorter pieces would hide innocent text
}

/** encoding/json of Go escapes what could end a script or a line in a browser. */
function escapeGo(quoted: string): string {
  return quoted.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** System.Text.Json escapes whatever could mean something in HTML, `+` too. */
function escapeNet(quoted: string): string {
  return quoted
    .replaceAll('\\"', '\\u0022')
    .replace(
      /[<>&'+`\u007f-\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    );
}

/** Inside a page; Go, Python and PHP differ in how they write quotes. */
function escapeHtml(secret: string): string[] {
  const text = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quotes = [
    ['&#34;', '&#39;'],
    ['&quot;', '&#x27;'],
    ['&quot;', '&#039;'],
  ] as const;
  return quotes.map(([double, single]) => text.replaceAll('"', double).replaceAll("'", single));
}

/** Go's url.QueryEscape: everything but letters, digits and `-_.~`. */
function escapeQuery(secret: string): string {
  return encodeURIComponent(secret)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** Go's url.PathEscape leaves `$&+=:@` as they are. */
function escapePath(secret: string): string {
  return encodeURIComponent(secret)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(24|26|2B|3D|3A|40)/g, decodeURIComponent);
}
