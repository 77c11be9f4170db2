import { formatBytes } from '@go-actions/action-kit';

/** What the simulated repository does; sizes are those measured on a project of 250 packages and 150 modules. */
const LIFE = { days: 30, pullRequestsPerDay: 50, pushesPerPullRequest: 3, jobs: 12, quota: 10e9 };
const SIZES = { build: 170e6, modules: 120e6, deltaPerJob: 5e6, index: 0.4e6 };
/** Share of the compiled packages that is still right after this many merges without a refresh. */
const freshness = (merges: number): number => 0.985 ** merges;
const DEPENDENCY_BUMP_EVERY = 40;

type Entry = {
  key: string;
  scope: string;
  size: number;
  usedAt: number;
  merges: number;
  needs: readonly Entry[];
};

/** A repository's cache: entries by scope, the least recently used evicted beyond the quota. */
class Store {
  readonly entries = new Map<string, Entry>();
  uploaded = 0;
  evicted = 0;
  #size = 0;

  save(entry: Entry): Entry {
    const id = `${entry.scope} ${entry.key}`;
    if (this.entries.has(id)) return entry;
    this.entries.set(id, entry);
    this.#size += entry.size;
    this.uploaded += entry.size;
    while (this.#size > LIFE.quota) this.#evict();
    return entry;
  }

  newest(prefix: string, scopes: readonly string[]): Entry | undefined {
    for (const scope of scopes) {
      let found: Entry | undefined;
      for (const entry of this.entries.values())
        if (entry.scope === scope && entry.key.startsWith(prefix)) found = entry;
      if (found) return found;
    }
    return undefined;
  }

  has(entry: Entry): boolean {
    return this.entries.get(`${entry.scope} ${entry.key}`) === entry;
  }

  get size(): number {
    return this.#size;
  }

  #evict(): void {
    let oldest: [string, Entry] | undefined;
    for (const item of this.entries) if (!oldest || item[1].usedAt < oldest[1].usedAt) oldest = item;
    if (!oldest) return;
    this.entries.delete(oldest[0]);
    this.#size -= oldest[1].size;
    this.evicted += 1;
  }
}

type Run = { readonly job: number; readonly scope: string; readonly merges: number; readonly now: number };
/** Restores and saves for one job; gives the share of the compiled packages that it did not have to build. */
type Policy = (store: Store, run: Run) => number;

const POLICIES: Readonly<Record<string, Policy>> = {
  ours: (store, { job, scope, merges, now }) => {
    const found = store.newest(`build-${job}-`, [scope, 'main']);
    const packs = found ? [found, ...found.needs] : [];
    const alive = packs.filter((pack) => store.has(pack));
    for (const pack of alive) pack.usedAt = now;
    const complete =
      packs.length === 0
        ? 0
        : alive.reduce((sum, { size }) => sum + size, 0) / packs.reduce((sum, { size }) => sum + size, 0);
    const hit = found ? complete * freshness(merges - found.merges) : 0;
    const compact = !found || complete < 0.6 || (scope === 'main' && alive.length >= 6);
    const size = compact ? SIZES.build : SIZES.deltaPerJob + SIZES.index;
    const key = `build-${job}-${now}`;
    if (hit < 1) store.save({ key, scope, size, usedAt: now, merges, needs: compact ? [] : alive });
    const generation = Math.floor(merges / DEPENDENCY_BUMP_EVERY);
    const modules = store.newest(`modules-${generation}`, [scope, 'main']);
    if (modules) modules.usedAt = now;
    else
      store.save({
        key: `modules-${generation}`,
        scope,
        size: generation === 0 ? SIZES.modules : 6e6,
        usedAt: now,
        merges,
        needs: [],
      });
    return hit;
  },
  'setup-go': (store, { scope, merges, now }) => {
    const key = `go-${Math.floor(merges / DEPENDENCY_BUMP_EVERY)}`;
    const found = store.newest(key, [scope, 'main']);
    if (found) {
      found.usedAt = now;
      // One entry for all jobs: whichever saved first; the others find the half that they share.
      return 0.5 * freshness(merges - found.merges);
    }
    store.save({
      key,
      scope,
      size: SIZES.build * 1.15 + SIZES.modules * 1.5,
      usedAt: now,
      merges,
      needs: [],
    });
    return 0;
  },
  'rolling tar': (store, { job, scope, merges, now }) => {
    const found = store.newest(`tar-${job}-`, [scope, 'main']);
    if (found) found.usedAt = now;
    const size = SIZES.build * 1.15 + SIZES.modules * 1.5;
    store.save({ key: `tar-${job}-${now}`, scope, size, usedAt: now, merges, needs: [] });
    return found ? freshness(merges - found.merges) : 0;
  },
};

/**
 * `npm run bench -- cache-life`: a month of a busy repository (50 pull requests a day, 12 jobs, 10 GB, least recently used
 * goes first, pull requests see their own entries and main's) under three ways to key and save. A model, not a measurement:
 * its sizes are measured, its rates are the constants above.
 */
export async function command(_args: string[]): Promise<void> {
  console.log('policy        hit ratio  uploaded   stored    evicted');
  for (const [name, policy] of Object.entries(POLICIES)) {
    const store = new Store();
    const hits: number[] = [];
    let now = 0;
    let merges = 0;
    const jobs = (scope: string) => {
      for (let job = 0; job < LIFE.jobs; job++) hits.push(policy(store, { job, scope, merges, now: now++ }));
    };
    for (let pull = 0; pull < LIFE.days * LIFE.pullRequestsPerDay; pull++) {
      for (let push = 0; push < LIFE.pushesPerPullRequest; push++) jobs(`pull-${pull}`);
      merges += 1;
      jobs('main');
    }
    const ratio = hits.reduce((a, b) => a + b, 0) / hits.length;
    const cells = [
      ratio.toFixed(3),
      formatBytes(store.uploaded),
      formatBytes(store.size),
      String(store.evicted),
    ];
    console.log(`${name.padEnd(13)} ${cells.map((cell) => cell.padEnd(9)).join(' ')}`);
  }
}
