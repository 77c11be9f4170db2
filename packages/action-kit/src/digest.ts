import { createHash } from 'node:crypto';

/** The sha256 of a text (as UTF-8) or of bytes in lower-case hexadecimal digits: all 64, or the first `digits` of them. */
export function digest(content: string | Uint8Array, digits = 64): string {
  return createHash('sha256').update(content).digest('hex').slice(0, digits);
}
