import { readElf } from './elf.ts';
import { readMachO } from './mach-o.ts';
import type { Executable } from './needs.ts';
import { readPe } from './pe.ts';

const WASM = Buffer.from('\0asm', 'latin1');

/** Reads the headers of an executable; `undefined` for a format that we do not know. Throws on a damaged one. */
export function readExecutable(bytes: Buffer): Executable | undefined {
  try {
    if (bytes.subarray(0, 4).equals(WASM))
      return { format: 'WebAssembly', interpreter: undefined, libraries: [], buildInfoRanges: [] };
    return readElf(bytes) ?? readMachO(bytes) ?? readPe(bytes);
  } catch (error) {
    if (error instanceof RangeError)
      throw new Error('The executable is damaged: a header points past the end of the file.', {
        cause: error,
      });
    throw error;
  }
}
