import { LIFE } from './parameters.ts';

/** Something that runs all jobs: a push to a pull request, or the merge that ends it. Times are in days. */
export type Event = { readonly at: number; readonly pull: number; readonly kind: 'push' | 'merge' };

/** A month of pull requests that overlap: opened at random times, pushed to several times, merged. */
export function planEvents(seed: number): Event[] {
  const random = mulberry32(seed);
  const events: Event[] = [];
  for (let pull = 0; pull < LIFE.days * LIFE.pullRequestsPerDay; pull++) {
    const opened = random() * LIFE.days;
    const open = (-Math.log(1 - random()) * LIFE.meanOpenHours) / 24;
    events.push({ at: opened, pull, kind: 'push' });
    for (let push = 1; push < LIFE.pushesPerPullRequest; push++)
      events.push({ at: opened + random() * open, pull, kind: 'push' });
    events.push({ at: opened + open, pull, kind: 'merge' });
  }
  return events.filter(({ at }) => at < LIFE.days).sort((a, b) => a.at - b.at);
}

/** A small generator with a seed (Tommy Ettinger's mulberry32), so that every run prints the same table. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
