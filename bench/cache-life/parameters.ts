/** The repository: what the goal names. Pull requests are open side by side, and each push runs on a merge with today's main. */
export const LIFE = {
  days: 30,
  pullRequestsPerDay: 50,
  pushesPerPullRequest: 3,
  jobs: 12,
  /** Mean time from a pull request's first push to its merge; exponentially distributed. Assumed. */
  meanOpenHours: 20,
  /** Merges between two changes of go.mod. Assumed. */
  mergesPerDependencyBump: 40,
} as const;

/** GitHub's rules: least recently used goes first beyond the quota, unused entries after a week. */
export const SERVICE = { quota: 10e9, unusedDays: 7 } as const;

/**
 * Sizes in bytes, of one job of cli/cli (253 packages, 151 modules; `go test ./...`): `npm run bench -- cache` on that repository
 * prints them, and they are what was seen there.
 */
export const SIZES = {
  build: 176e6,
  modules: 101e6,
  /** Mean of six saves after consecutive commits: 16.0, 0, 0, 5.0, 0, 4.8 MB and an index each. */
  delta: 4.7e6,
  moduleDelta: 6e6,
  /** One tar of GOCACHE and GOMODCACHE, zips included. */
  tar: 384e6,
} as const;

/** Shares of a job's packages that need not be compiled and tested again. */
export const SHARES = {
  /** After one more merge: 191, 194, 194, 188, 194 of 195 test packages stayed cached on a persistent cache. */
  survivesMerge: 0.985,
  /** Test results that survive a fresh checkout whose files have new times: 166 of 191. */
  survivesCheckout: 166 / 191,
  /** What another job's entry has of what this job needs, when all jobs share one key. Assumed. */
  sharedBetweenJobs: 0.5,
} as const;
