import { readElf } from './elf.ts';
import { readMachO } from './mach-o.ts';
import { readPe } from './pe.ts';

export type ByteRange = { readonly start: number; readonly end: number };

/** What an executable asks of the system that loads it. */
export type Executable = {
  readonly format: 'ELF' | 'Mach-O' | 'PE' | 'WebAssembly';
  /** The dynamic loader that it names (ELF PT_INTERP); the other formats have a fixed one or none. */
  readonly interpreter: string | undefined;
  /** Shared libraries that must be there before it starts: DT_NEEDED, LC_LOAD_DYLIB, import directory. */
  readonly libraries: readonly string[];
  /** Where Go's linker may have put the build info, as offsets in the file. */
  readonly buildInfoRanges: readonly ByteRange[];
};

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
