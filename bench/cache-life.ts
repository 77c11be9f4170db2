import { formatBytes } from '@go-actions/action-kit';
import { align } from './cache/table.ts';
import { type Event, planEvents } from './cache-life/events.ts';
import { LIFE, SERVICE, SHARES, SIZES } from './cache-life/parameters.ts';
import { POLICIES, type Policy } from './cache-life/policies.ts';
import { Store } from './cache-life/store.ts';

const SEEDS = [1, 2, 3, 4, 5];

/**
 * `npm run bench -- cache-life`: a month of a busy repository under three ways to key and save. A model, not a measurement:
 * cache-life/parameters.ts says which numbers were measured and which are assumed; five seeds give the spread.
 */
export async function command(_args: string[]): Promise<void> {
  console.log(`${describeModel()}\n`);
  const head = [
    'policy',
    'hit ratio',
    'on main',
    'uploaded',
    'stored at most',
    'stored at the end',
    'evicted',
  ];
  const rows = Object.entries(POLICIES).map(([name, policy]) => {
    const lives = SEEDS.map((seed) => live(policy, planEvents(seed)));
    const spread = (value: (life: Life) => number, show: (value: number) => string) => {
      const values = lives.map(value).sort((a, b) => a - b);
      return [...new Set([values[0], values.at(-1)].map((one) => show(one ?? 0)))].join(' - ');
    };
    const share = (value: number) => value.toFixed(3);
    return [
      name,
      spread(({ hit }) => hit, share),
      spread(({ mainHit }) => mainHit, share),
      spread(({ store }) => store.uploaded, formatBytes),
      spread(({ store }) => store.peak, formatBytes),
      spread(({ store }) => store.size, formatBytes),
      spread(({ store }) => store.evicted, String),
    ];
  });
  console.log(align([head, ...rows]));
}

type Life = { readonly hit: number; readonly mainHit: number; readonly store: Store };

function live(policy: Policy, events: readonly Event[]): Life {
  const store = new Store();
  const hits = { push: [] as number[], merge: [] as number[] };
  let merges = 0;
  for (const { at, pull, kind } of events) {
    if (kind === 'merge') merges += 1;
    const scope = kind === 'merge' ? 'main' : `pull-${pull}`;
    for (let job = 0; job < LIFE.jobs; job++) hits[kind].push(policy(store, { job, scope, merges, now: at }));
  }
  return { hit: mean([...hits.push, ...hits.merge]), mainHit: mean(hits.merge), store };
}

function describeModel(): string {
  const { days, pullRequestsPerDay, pushesPerPullRequest, jobs, meanOpenHours } = LIFE;
  return [
    `${days} days, ${pullRequestsPerDay} pull requests a day (${pushesPerPullRequest} pushes each, open ${meanOpenHours} h on average), ${jobs} jobs; `,
    `quota ${formatBytes(SERVICE.quota)}, unused entries go after ${SERVICE.unusedDays} days.\n`,
    `A job: build pack ${formatBytes(SIZES.build)}, delta ${formatBytes(SIZES.delta)}, modules ${formatBytes(SIZES.modules)}, tar ${formatBytes(SIZES.tar)}; `,
    `${SHARES.survivesMerge} of the packages survive a merge, ${SHARES.survivesCheckout.toFixed(2)} a checkout with new file times.`,
  ].join('');
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
