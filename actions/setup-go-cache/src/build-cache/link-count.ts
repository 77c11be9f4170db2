/** Every real link has this flag; `link -V=full`, by which Go asks for the linker's version, has not. */
const FLAG = 'link/flag:importcfg';

/**
 * Reads from one of Go's counter files (golang.org/x/telemetry/internal/counter) how many times the linker linked: a record
 * is the count as u64, 8 bytes that do not matter here, and the name. 0 for anything else.
 */
export function countLinks(file: Buffer): number {
  const at = file.indexOf(FLAG, 0, 'latin1');
  return at < 16 ? 0 : Number(file.readBigUInt64LE(at - 16));
}
