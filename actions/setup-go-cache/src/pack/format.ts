/**
 * The pack format, version 2. One cache entry is one pack:
 *
 *     "GOPACK2\n"            8 bytes
 *     H, R                   two u32 (all numbers are little-endian): bytes of the header, compressed and raw
 *     header                 H bytes, one zstd frame
 *     frames                 back to back, each one zstd frame; where each starts is said by the header
 *
 * The raw header is `u32 J`, then J bytes of JSON (`Contents`), then for a build pack `objects` records of 50 bytes,
 * `actions` records of 45 bytes, and 32 bytes (`digest`) for each object of which less is stored than its size. A module
 * pack has JSON only. An object is a range of a frame of this pack or of an older one (`packs`, by key); an action is one
 * `-a` file of GOCACHE that names an object. The header always lists everything that is alive, so the newest pack alone
 * says what to restore, and what it does not list is dead.
 */
export const MAGIC = 'GOPACK2\n';
export const PREAMBLE = 16;

/** More than any real project needs; what claims more is taken for hostile. */
export const LIMITS = { header: 512 * 2 ** 20, frame: 2 ** 30, total: 64 * 2 ** 30, packs: 64 } as const;

/**
 * A pack that frames lie in: the key of its entry, and where its frames start. Number 0 is the pack itself; neither is
 * known while it is written, so both are left out there and filled in by the reader.
 */
export type PackRef = { readonly key: string; readonly start: number };

export const SELF: PackRef = { key: '', start: 0 };

/** A zstd frame: pack number, where it starts behind the pack's header, its size there, its size when decompressed. */
export type Frame = readonly [pack: number, offset: number, length: number, rawLength: number];

/**
 * One `-d` of GOCACHE. `stored` is less than `size` only for archives that were cut after their export data. The name of a
 * whole object is the sha256 of its bytes, so it proves itself; a cut one has the `digest` of its stored bytes, which
 * says only that they are what the job that saved it had. Nothing more is trusted by that: whoever can write an entry
 * also writes its records, which say what the result of an action is.
 */
export type CacheObject = {
  readonly id: string;
  readonly frame: number;
  readonly offset: number;
  readonly stored: number;
  readonly size: number;
  readonly digest?: string;
  /** Runs since it was last used. */
  readonly age: number;
  /** The file inside the folder `<id>-d`, for cached executables. */
  readonly executable?: string;
  /** Instead of `<id>-d`: names below GOCACHE (the fuzz corpus, installed tools) that this content goes by. */
  readonly paths?: readonly string[];
  /** Of the log of a test: the folders, relative to the workspace, that its names may start from. */
  readonly tests?: readonly string[];
};

/** Whether only the export data of an archive is there. */
export const isCut = ({ stored, size }: CacheObject): boolean => stored < size;

/** One `-a` of GOCACHE; `object` is the position in the list of objects, `time` Go's own stamp in nanoseconds. */
export type CacheAction = {
  readonly id: string;
  readonly object: number;
  readonly age: number;
  readonly time: bigint;
};

/** One module version: its tree, and the files of the download cache that Go wants beside it. */
export type PackedModule = {
  readonly path: string;
  readonly version: string;
  /** `h1:…` of the tree, which go.sum must name too. */
  readonly sum: string;
  readonly frame: number;
  readonly offset: number;
  /** Names relative to the module's folder, with sizes, in the order of their bytes. */
  readonly files: readonly (readonly [name: string, size: number])[];
};

/** The go.mod (and the info) of a module version whose tree may not be needed. */
export type PackedGoMod = {
  readonly path: string;
  readonly version: string;
  readonly mod: string;
  readonly info?: string;
};

export type BuildIndex = {
  readonly kind: 'build';
  readonly packs: readonly PackRef[];
  readonly frames: readonly Frame[];
  readonly objects: readonly CacheObject[];
  readonly actions: readonly CacheAction[];
};

export type ModuleIndex = {
  readonly kind: 'modules';
  readonly packs: readonly PackRef[];
  readonly frames: readonly Frame[];
  readonly modules: readonly PackedModule[];
  readonly goMods: readonly PackedGoMod[];
};

export type PackIndex = BuildIndex | ModuleIndex;
