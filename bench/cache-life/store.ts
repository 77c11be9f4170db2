import { SERVICE } from './parameters.ts';

export type Entry = {
  readonly key: string;
  readonly scope: string;
  readonly size: number;
  /** Which state of main it was saved at, in merges. */
  readonly merges: number;
  /** Older entries that it refers to. */
  readonly needs: readonly Entry[];
};

/** A repository's cache, with GitHub's scopes and eviction. Time is in days. */
export class Store {
  uploaded = 0;
  evicted = 0;
  peak = 0;
  #size = 0;
  /** In the order of their last use, the longest unused first: `use` moves an entry to the end. */
  readonly #usedAt = new Map<Entry, number>();
  readonly #scopes = new Map<string, Entry[]>();

  save(entry: Entry, now: number): void {
    this.#scopes.set(entry.scope, [...(this.#scopes.get(entry.scope) ?? []), entry]);
    this.#usedAt.set(entry, now);
    this.#size += entry.size;
    this.uploaded += entry.size;
    this.#evict(now);
    this.peak = Math.max(this.peak, this.#size);
  }

  /** The newest entry of the first scope that has any. */
  newest(prefix: string, scopes: readonly string[]): Entry | undefined {
    for (const scope of scopes) {
      const found = this.#scopes.get(scope)?.findLast(({ key }) => key.startsWith(prefix));
      if (found) return found;
    }
    return undefined;
  }

  has(entry: Entry): boolean {
    return this.#usedAt.has(entry);
  }

  use(entry: Entry, now: number): void {
    this.#usedAt.delete(entry);
    this.#usedAt.set(entry, now);
  }

  get size(): number {
    return this.#size;
  }

  #evict(now: number): void {
    for (const [entry, usedAt] of this.#usedAt) {
      if (this.#size <= SERVICE.quota && now - usedAt < SERVICE.unusedDays) return;
      this.#usedAt.delete(entry);
      this.#size -= entry.size;
      this.evicted += 1;
      const left = (this.#scopes.get(entry.scope) ?? []).filter((other) => other !== entry);
      if (left.length > 0) this.#scopes.set(entry.scope, left);
      else this.#scopes.delete(entry.scope);
    }
  }
}
