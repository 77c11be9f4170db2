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
