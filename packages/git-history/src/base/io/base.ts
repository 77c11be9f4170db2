import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { info, type JobContext, mask, printForeign } from '@go-actions/action-kit';
import { type Repository, readGit } from '../../git/io/repository.ts';
import { type BasePlan, type BaseSource, headsOfEvent, planBase } from '../base-plan.ts';

/** The commit that a run is compared with; `head` is the compared commit itself. */
export type Base =
  | { readonly found: true; readonly sha: string; readonly head: string; readonly source: BaseSource }
  | {
      readonly found: false;
      readonly reason: string;
      /** The checkout is not what the event is about: everything in it counts as changed. */
      readonly everything?: true;
    };

export type BaseOptions = {
  /** A commit, branch or tag that overrules the event. */
  readonly base?: string | undefined;
  /** In place of what the event says, where no `base` is given. */
  readonly plan?: BasePlan | undefined;
  /** The compared commit; default HEAD. */
  readonly head?: string | undefined;
  /** For `git fetch` only; git gets it through its environment, never through argv or disk. */
  readonly token?: string | undefined;
  /** Whether history that a shallow clone lacks may be fetched from `origin`; default true. */
  readonly deepen?: boolean;
};

type Plan = Exclude<BasePlan, { reason: string }>;

/** Further commits to fetch on both sides in each step; after the last one all of the history is fetched. */
const DEEPEN_STEPS = [30, 150, 800, 4_000];
const FETCH_TIMEOUT_MS = 300_000;

/**
 * Finds the base of a run (see `planBase`) and makes sure that it is in the clone: a shallow one is deepened step by step
 * until no cut of the history can change the merge-base. Without a base the reason is one clause for a sentence.
 */
export async function findBase(repo: Repository, job: JobContext, options: BaseOptions = {}): Promise<Base> {
  const head = await resolveCommit(repo, options.head ?? 'HEAD');
  if (!head) return { found: false, reason: `${options.head ?? 'HEAD'} is not a commit of this clone` };
  const expected = options.base || options.head ? [] : headsOfEvent(job);
  if (expected.length > 0 && !expected.includes(head)) {
    const reason = `${head.slice(0, 12)} is checked out, and the ${job.eventName} event is about ${expected[0]?.slice(0, 12)}`;
    return { found: false, reason, everything: true };
  }
  const plan = options.base ? planBase(job, options.base) : (options.plan ?? planBase(job));
  if ('reason' in plan) return { found: false, reason: plan.reason };
  const fetch = options.deepen === false ? async () => false : fetcher(repo, job, options.token);

  const parent = plan.testMerge === head ? await firstOfTwoParents(repo, head, fetch) : undefined;
  if (parent) return { found: true, sha: parent, head, source: plan.source };

  const target = await findTarget(repo, plan, head, fetch);
  if (!target)
    return { found: false, reason: `${plan.revision} is not in this clone and could not be fetched` };
  const sha = plan.relation === 'exact' ? target : await findMergeBase(repo, head, target, fetch);
  if (!sha) return { found: false, reason: `${plan.revision} and the head have no common commit` };
  if (repo.partial) await fetchContents(repo, job, [sha, head], options);
  return { found: true, sha, head, source: plan.source };
}

/** A partial clone fetches contents while it compares them, without a credential of ours: here it may have one. */
async function fetchContents(repo: Repository, job: JobContext, commits: string[], options: BaseOptions) {
  if (options.deepen === false || !options.token) return;
  const env = authorization(job.serverUrl, options.token);
  // What is missing after it is missed, and said, by the command that needs it.
  await repo.git(['diff', '--shortstat', '--text', '-M', '-l10000', ...commits, '--'], {
    network: true,
    env,
    timeoutMs: FETCH_TIMEOUT_MS,
  });
}

type Fetch = (args: readonly string[]) => Promise<boolean>;

/** `git fetch` from origin; says whether it worked. A failure is no error: the caller has other ways, and a reason to give. */
function fetcher(repo: Repository, job: JobContext, token: string | undefined): Fetch {
  const env = token ? authorization(job.serverUrl, token) : {};
  return async (args) => {
    info(`git fetch ${args.join(' ')}`);
    const flags = ['--no-tags', '--no-recurse-submodules', '--quiet', '--force'];
    const [options, wants] = [
      args.filter((arg) => arg.startsWith('--')),
      args.filter((arg) => !arg.startsWith('--')),
    ];
    const result = await repo.git(['fetch', ...flags, ...options, 'origin', ...wants], {
      network: true,
      env,
      timeoutMs: FETCH_TIMEOUT_MS,
    });
    if (result.code !== 0)
      printForeign(`It failed: ${result.stderr.trim().split('\n').at(-1)?.slice(0, 300)}`);
    return result.code === 0;
  };
}

/**
 * The credential as git configuration in the environment (git-config, GIT_CONFIG_COUNT; before 2.31 git knows what it hands to
 * itself only, GIT_CONFIG_PARAMETERS). The empty first value clears headers that actions/checkout left in the configuration,
 * and those of the other variable: two Authorization headers are refused by GitHub.
 */
export function authorization(serverUrl: string, token: string): Record<string, string> {
  const key = `http.${serverUrl.replace(/\/+$/, '')}/.extraheader`;
  const secret = Buffer.from(`x-access-token:${token}`).toString('base64');
  mask(token);
  mask(secret);
  const value = `AUTHORIZATION: basic ${secret}`;
  return {
    GIT_CONFIG_PARAMETERS: `'${key}=' '${key}=${value}'`,
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: key,
    GIT_CONFIG_VALUE_0: '',
    GIT_CONFIG_KEY_1: key,
    GIT_CONFIG_VALUE_1: value,
  };
}

async function findTarget(
  repo: Repository,
  plan: Plan,
  head: string,
  fetch: Fetch,
): Promise<string | undefined> {
  const known = await resolveCommit(repo, plan.revision);
  if (known) return known;
  const remote = plan.branch && (await resolveCommit(repo, `refs/remotes/origin/${plan.branch}`));
  if (remote) return remote;
  const depth = (await isShallow(repo)) ? ['--depth=1'] : [];
  const local = `refs/go-actions/base/${head}`;
  for (const want of new Set([plan.revision, plan.branch])) {
    if (!want || want.startsWith('refs/remotes/')) continue;
    if (await fetch([...depth, `+${want}:${local}`])) {
      const sha = await resolveCommit(repo, local);
      await repo.git(['update-ref', '-d', local]);
      if (sha) return sha;
    }
  }
  // Without a server, as in a local run, the branch may be here under its own name.
  return plan.branch && resolveCommit(repo, plan.branch);
}

async function findMergeBase(
  repo: Repository,
  head: string,
  target: string,
  fetch: Fetch,
): Promise<string | undefined> {
  for (const step of [...DEEPEN_STEPS, 'all'] as const) {
    const found = await mergeBase(repo, head, target);
    const cut = await shallowCommits(repo);
    if (cut.size === 0 || (found && !(await historyIsCut(repo, [head, target], found, cut)))) return found;
    const more = step === 'all' ? '--unshallow' : `--deepen=${step}`;
    // By commit id first: the branches may be gone or have moved on.
    if (!(await fetch([more, head, target])) && !(await fetch([more]))) return found;
  }
  return mergeBase(repo, head, target);
}

async function firstOfTwoParents(repo: Repository, head: string, fetch: Fetch): Promise<string | undefined> {
  const parents =
    (await readGit(repo, ['cat-file', 'commit', head])).split('\n\n', 1)[0]?.match(/^parent [0-9a-f]+$/gm) ??
    [];
  const first = parents[0]?.slice('parent '.length);
  if (parents.length !== 2 || !first) return undefined;
  const there =
    (await resolveCommit(repo, `${head}^1`)) ?? ((await fetch(['--depth=2', head])) ? first : undefined);
  return there && resolveCommit(repo, there);
}

async function resolveCommit(repo: Repository, revision: string): Promise<string | undefined> {
  const result = await repo.git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  return result.code === 0 ? result.stdout.trim() : undefined;
}

async function mergeBase(repo: Repository, a: string, b: string): Promise<string | undefined> {
  const result = await repo.git(['merge-base', a, b]);
  return result.code === 0 ? result.stdout.trim().split('\n')[0] : undefined;
}

async function isShallow(repo: Repository): Promise<boolean> {
  return (await readGit(repo, ['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}

/** The commits at which a shallow clone's history was cut off (gitformat-shallow); empty in a full clone. */
async function shallowCommits(repo: Repository): Promise<Set<string>> {
  if (!(await isShallow(repo))) return new Set();
  const path = (await readGit(repo, ['rev-parse', '--git-path', 'shallow'])).trim();
  return new Set((await readFile(resolve(repo.root, path), 'utf8')).split('\n').filter(Boolean));
}

/** Whether a cut lies above the merge-base found so far: behind it there could be a newer common commit. */
async function historyIsCut(
  repo: Repository,
  tips: string[],
  base: string,
  cut: ReadonlySet<string>,
): Promise<boolean> {
  const above = await readGit(repo, ['rev-list', '--max-parents=0', ...tips, '--not', base]);
  return above.split('\n').some((commit) => cut.has(commit));
}
