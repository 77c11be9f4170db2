/** One cache entry as the service keeps it; `bytes` is undefined until the upload was finalized. */
export type CacheEntry = {
  readonly id: number;
  readonly key: string;
  readonly version: string;
  readonly scope: string;
  readonly createdAt: number;
  blocks: Map<string, Buffer>;
  upload: Buffer | undefined;
  bytes: Buffer | undefined;
};

/**
 * The matching rules of GitHub's cache: for each scope in order, each key in order, an exact match, else the newest entry
 * that starts with the key (docs: "Matching a cache key"). Entries are immutable and separated by version.
 */
export class CacheStore {
  readonly #entries = new Map<number, CacheEntry>();
  #nextId: number;

  /** Starts with the finished entries of another store. */
  constructor(entries: readonly CacheEntry[] = []) {
    for (const entry of entries) this.#entries.set(entry.id, { ...entry });
    this.#nextId = 1 + Math.max(0, ...this.#entries.keys());
  }

  /** Reserves a key; `undefined` when that key exists already in that scope and version. */
  reserve(key: string, version: string, scope: string): CacheEntry | undefined {
    const taken = [...this.#entries.values()].some(
      (entry) => entry.key === key && entry.version === version && entry.scope === scope,
    );
    if (taken) return undefined;
    const id = this.#nextId++;
    const entry: CacheEntry = {
      id,
      key,
      version,
      scope,
      createdAt: id,
      blocks: new Map(),
      upload: undefined,
      bytes: undefined,
    };
    this.#entries.set(id, entry);
    return entry;
  }

  find(keys: readonly string[], version: string, scopes: readonly string[]): CacheEntry | undefined {
    for (const scope of scopes) {
      const candidates = this.finished().filter(
        (entry) => entry.version === version && entry.scope === scope,
      );
      for (const key of keys) {
        const exact = candidates.find((entry) => entry.key === key);
        if (exact) return exact;
        const newest = candidates.filter((entry) => entry.key.startsWith(key)).at(-1);
        if (newest) return newest;
      }
    }
    return undefined;
  }

  get(id: number): CacheEntry | undefined {
    return this.#entries.get(id);
  }

  pending(key: string, version: string): CacheEntry | undefined {
    return [...this.#entries.values()].find(
      (entry) => entry.key === key && entry.version === version && !entry.bytes,
    );
  }

  /** What a job could restore, oldest first. */
  finished(): CacheEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.bytes !== undefined);
  }

  evict(which: (entry: CacheEntry) => boolean): number {
    const gone = this.finished().filter(which);
    for (const entry of gone) this.#entries.delete(entry.id);
    return gone.length;
  }
}
