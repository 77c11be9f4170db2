import { LIFE, SHARES, SIZES } from './parameters.ts';
import type { Entry, Store } from './store.ts';

/** One run of one job: in the scope of its pull request or of main, on top of so many merges, at a time in days. */
export type Run = {
  readonly job: number;
  readonly scope: string;
  readonly merges: number;
  readonly now: number;
};

/** Restores and saves for one job; gives the share of its packages that it need not compile and test again. */
export type Policy = (store: Store, run: Run) => number;

const MAIN = 'main';
const MAX_PACKS = 6;
const MAX_PACKS_ELSEWHERE = 16;
const MAX_DEAD = 0.4;

/** What is still right of an entry: every merge since then, and the change that is tested now, cost a little. */
const freshness = (entry: Entry, { merges }: Run): number =>
  SHARES.survivesMerge ** (merges - entry.merges + 1);

const goMod = ({ merges }: Run): number => Math.floor(merges / LIFE.mergesPerDependencyBump);

export const POLICIES: Readonly<Record<string, Policy>> = {
  /** A small pack per run and job that refers to older ones; written anew when many packs are gone or piled up. */
  ours: (store, run) => {
    const { job, scope, merges, now } = run;
    const found = store.newest(`build-${job}-`, [scope, MAIN]);
    const packs = found ? [found, ...found.needs] : [];
    const alive = packs.filter((pack) => store.has(pack));
    for (const pack of alive) store.use(pack, now);
    const complete = packs.length === 0 ? 0 : total(alive) / total(packs);
    const limit = scope === MAIN ? MAX_PACKS : MAX_PACKS_ELSEWHERE;
    const anew = complete < 1 - MAX_DEAD || alive.length >= limit;
    const entry = { key: `build-${job}-${now}`, scope, merges };
    store.save({ ...entry, size: anew ? SIZES.build : SIZES.delta, needs: anew ? [] : alive }, now);
    saveModules(store, run);
    return found ? complete * freshness(found, run) : 0;
  },
  /** One key for all jobs, from go.mod; an entry is never replaced. */
  'setup-go': (store, run) => {
    const { scope, merges, now } = run;
    const key = `go-${goMod(run)}-`;
    const found = store.newest(key, [scope, MAIN]);
    if (!found) {
      store.save({ key, scope, size: SIZES.tar, merges, needs: [] }, now);
      return 0;
    }
    store.use(found, now);
    return SHARES.sharedBetweenJobs * SHARES.survivesCheckout * freshness(found, run);
  },
  /** actions/cache with a key per run: always fresh, always whole. */
  'rolling tar': (store, run) => {
    const { job, scope, merges, now } = run;
    const found = store.newest(`tar-${job}-`, [scope, MAIN]);
    if (found) store.use(found, now);
    store.save({ key: `tar-${job}-${now}`, scope, size: SIZES.tar, merges, needs: [] }, now);
    return found ? SHARES.survivesCheckout * freshness(found, run) : 0;
  },
};

/** Modules are shared by all jobs; a changed go.sum saves what it added. */
function saveModules(store: Store, run: Run): void {
  const { scope, merges, now } = run;
  const key = `modules-${goMod(run)}-`;
  const found = store.newest(key, [scope, MAIN]);
  if (found) {
    for (const pack of [found, ...found.needs]) if (store.has(pack)) store.use(pack, now);
    return;
  }
  const older = store.newest('modules-', [scope, MAIN]);
  const needs = older ? [older, ...older.needs] : [];
  store.save({ key, scope, merges, size: older ? SIZES.moduleDelta : SIZES.modules, needs }, now);
}

const total = (entries: readonly Entry[]): number => entries.reduce((sum, { size }) => sum + size, 0);
