import { describeError, formatDuration } from '@go-actions/action-kit';
import { connectGitHub } from '@go-actions/github';
import { type ApiFault, createProject, type GitHubApi, startGitHubApi } from '@go-actions/test-kit';
import { publishAll } from '../../../../actions/semver-release/src/publish/io/release-set.ts';
import { verifyRelease } from '../../../../actions/semver-release/src/publish/io/verify.ts';
import { ASSETS, COMMIT, type PublishingWorld, prepareWorld, WORLDS } from './worlds.ts';

const LIMIT = {
  status: 403,
  body: { message: 'You have exceeded a secondary rate limit' },
  headers: { 'retry-after': '0' },
};

/** `later`: what every further call of the run meets; a runner that died makes none, which a revoked token comes closest to. */
export type Accident = {
  readonly name: string;
  readonly fault?: ApiFault;
  readonly later?: ApiFault;
  /** A second run of the same release begins at this call. */
  readonly twin?: boolean;
};

const REVOKED = { status: 401, body: { message: 'Bad credentials' } };
export const ACCIDENTS: readonly Accident[] = [
  {
    name: 'dies before',
    fault: { when: 'before', answer: REVOKED },
    later: { when: 'before', answer: REVOKED },
  },
  {
    name: 'dies after',
    fault: { when: 'after', answer: REVOKED },
    later: { when: 'before', answer: REVOKED },
  },
  { name: 'cut before', fault: { when: 'before', answer: 'reset' } },
  { name: 'answer lost', fault: { when: 'after', answer: 'reset' } },
  { name: '502 after', fault: { when: 'after', answer: { status: 502 } } },
  { name: '502, starter', fault: { when: 'starter', answer: { status: 502 } } },
  { name: 'limit', fault: { when: 'before', answer: LIMIT } },
  { name: 'two runs', twin: true },
];

/** What must hold in every cell, in the order of its four marks. */
const INVARIANTS = [
  'at most one published release for a tag, at any time',
  'a tag never moves',
  'what is published in the end is the plan',
  'the run after the last one writes nothing',
] as const;

export type Cell = {
  readonly outcome: string;
  readonly held: readonly boolean[];
  readonly why: string | undefined;
};

/**
 * For every world and accident, a fault at each single call of the publisher; then a run without faults, and one more. Prints
 * one table a world: what the run with the fault came to, and whether each of the four invariants held. `every` takes each
 * n-th call. Returns the number of cells in which one did not.
 */
export async function printMatrix(every: number): Promise<number> {
  await using folder = await createProject(ASSETS);
  console.log(`The marks of a cell: ${INVARIANTS.join('; ')}.\n`);
  let failures = 0;
  let cells = 0;
  for (const world of WORLDS) {
    const started = Date.now();
    const calls = await silently(() => listCalls(world, folder.dir));
    const steps = [...calls.keys()].filter((at) => at % every === 0);
    console.log(
      `${world.name}\n${row(
        'call',
        ACCIDENTS.map(({ name }) => name),
      )}`,
    );
    for (const at of steps) {
      const line: Cell[] = [];
      for (const accident of ACCIDENTS)
        line.push(await silently(() => tryCell(world, accident, at, folder.dir)));
      console.log(row(`${at} ${calls[at]}`, line.map(showCell)));
      for (const [index, cell] of line.entries())
        if (cell.why !== undefined) console.log(`    ${ACCIDENTS[index]?.name}: ${cell.why}`);
      failures += line.filter(({ held }) => held.includes(false)).length;
      cells += line.length;
    }
    console.log(`    ${steps.length * ACCIDENTS.length} cells, ${formatDuration(Date.now() - started)}\n`);
  }
  console.log(`${cells} cells, ${failures} broken.`);
  return failures;
}

/** One run with an accident at a call, one without, and one more. */
export async function tryCell(
  world: PublishingWorld,
  accident: Accident,
  at: number,
  folder: string,
): Promise<Cell> {
  await using api = await startGitHubApi(world.options);
  await prepareWorld(api, world);
  const watch = watchTags(api, world);
  const before = api.requests.length;
  let twin: Promise<string | undefined> | undefined;
  api.setFault(({ index }) => {
    watch.count();
    if (accident.twin && index - before === at && !twin) twin = runOnce(api, world, folder);
    return index - before === at ? accident.fault : index - before > at ? accident.later : undefined;
  });
  const first = await runOnce(api, world, folder);
  await twin;
  await watch.look();
  api.setFault(undefined);
  const second = await runOnce(api, world, folder);
  await watch.look();
  const writes = api.writes().length;
  const third = await runOnce(api, world, folder);
  await watch.look();
  const last = api.writes().slice(writes);
  const asPlanned = second === undefined && isAsPlanned(api, world);
  const held = [watch.isSingle(), watch.isStill(), asPlanned, third === undefined && last.length === 0];
  const why = held.includes(false)
    ? (second ?? third ?? last.map(({ method, path }) => `${method} ${path}`).join(', '))
    : undefined;
  return { outcome: first === undefined ? 'goes on' : 'resumed', held, why };
}

/** Releases are counted at every call, tags are read between the runs. */
function watchTags(api: GitHubApi, { desired }: PublishingWorld) {
  const commits = new Map<string, Set<string>>();
  let single = true;
  const count = () => {
    for (const { tag } of desired)
      single &&= api.releases().filter((release) => release.tag === tag && !release.draft).length <= 1;
  };
  return {
    count,
    look: async () => {
      count();
      for (const { tag } of desired) {
        const commit = await api.tag(tag);
        if (commit !== undefined) commits.set(tag, (commits.get(tag) ?? new Set()).add(commit));
      }
    },
    isSingle: () => single,
    isStill: () => [...commits.values()].every((seen) => seen.size === 1 && seen.has(COMMIT)),
  };
}

function isAsPlanned(api: GitHubApi, { desired }: PublishingWorld): boolean {
  return desired.every(({ tag, assets, prerelease }) => {
    const own = api.releases().filter((release) => release.tag === tag);
    const there = own[0]?.assets.map(({ name, digest, state }) => `${name} ${digest} ${state}`).sort();
    const planned = assets.map(({ name, sha256 }) => `${name} sha256:${sha256} uploaded`).sort();
    const isOne = own.length === 1 && own[0]?.draft === false && own[0].prerelease === prerelease;
    return isOne && there?.join() === planned.join() && !own[0]?.body.includes('go-actions:');
  });
}

/** One run of the publisher, as a job would do it; the text of its error when it fails. */
async function runOnce(api: GitHubApi, world: PublishingWorld, folder: string): Promise<string | undefined> {
  const retry = { attempts: 4, baseMs: 1, budgetMs: 1_000 };
  const github = connectGitHub({ apiUrl: api.url, repository: 'octo/app', token: 't', retry });
  const publications = world.desired.map((desired) => ({
    desired,
    options: { folder, title: desired.tag, pauseMs: 1 },
  }));
  try {
    await publishAll(github, publications);
    for (const { tag, commit } of world.desired) await verifyRelease(github, tag, commit);
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

/** The calls of a run that nothing goes wrong in. */
export async function listCalls(world: PublishingWorld, folder: string): Promise<string[]> {
  await using api = await startGitHubApi(world.options);
  await prepareWorld(api, world);
  const before = api.requests.length;
  const failed = await runOnce(api, world, folder);
  if (failed !== undefined) throw new Error(`${world.name}: ${failed}`);
  return api.requests
    .slice(before)
    .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, '')}`);
}

function showCell({ outcome, held }: Cell): string {
  return `${outcome} ${held.map((each) => (each ? '✓' : '✗')).join('')}`;
}

/** A line of a table, with a head and cells of these widths. */
export function row(
  head: string,
  cells: readonly string[],
  [wide, narrow]: readonly [number, number] = [34, 13],
): string {
  return `  ${head.slice(0, wide).padEnd(wide)} ${cells.map((cell) => cell.padEnd(narrow)).join(' ')}`.trimEnd();
}

/** What the publisher says of each step would drown the table. */
export async function silently<T>(work: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

if (import.meta.main) process.exitCode = (await printMatrix(Number(process.argv[2] ?? 1))) === 0 ? 0 : 1;
