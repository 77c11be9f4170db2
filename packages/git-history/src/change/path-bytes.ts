const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A file name as git gives it (bytes) as a string. Bytes that are not UTF-8 become lone surrogates U+DC80 to U+DCFF, the way
 * Python's `surrogateescape` does it, so that two names never become one; `path.isWellFormed()` tells them apart.
 */
export function decodePath(bytes: Uint8Array): string {
  const whole = tryDecode(bytes);
  if (whole !== undefined) return whole;
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i] ?? 0;
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const char = tryDecode(bytes.subarray(i, i + length));
    text += char ?? String.fromCharCode(0xdc00 + byte);
    i += char === undefined ? 1 : length;
  }
  return text;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** Undoes git's C-style quoting (`"a\tb\303\244"`, git-config `core.quotePath`); an unquoted name passes through. */
export function unquotePath(quoted: Buffer): string {
  if (quoted[0] !== 0x22) return decodePath(quoted);
  const bytes: number[] = [];
  const text = quoted.toString('latin1');
  for (let i = 1; i < text.length - 1; i++) {
    if (text[i] !== '\\') {
      bytes.push(text.charCodeAt(i));
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(i + 1, i + 4))?.[0];
    bytes.push(octal ? Number.parseInt(octal, 8) : (ESCAPES[text.charAt(i + 1)] ?? 0x3f));
    i += octal ? 3 : 1;
  }
  return decodePath(Buffer.from(bytes));
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined; // TypeError: not UTF-8, the caller goes on byte by byte
  }
}
