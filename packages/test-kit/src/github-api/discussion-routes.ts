import type { Discussion, Grants, PeerArtifact, PeerPullRequest } from './discussion.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type Asked, paged, toFields, type World } from './routes.ts';

type Call = (world: World, asked: Asked, id: string) => Promise<Answer> | Answer;
type Route = readonly [method: string, pattern: RegExp, scope: string, level: 'read' | 'write', call: Call];

const ROUTES: readonly Route[] = [
  ['GET', /^\/pulls$/, 'pull-requests', 'read', listPullRequests],
  [
    'GET',
    /^\/pulls\/(\d+)\/files$/,
    'pull-requests',
    'read',
    (world, asked, number) => paged(world, asked, world.discussion.store.find(Number(number)).files ?? []),
  ],
  [
    'POST',
    /^\/pulls\/(\d+)\/reviews$/,
    'pull-requests',
    'write',
    ({ discussion }, { body }, number) => {
      discussion.store.review(Number(number), toFields(body));
      return { status: 200, body: { state: 'COMMENTED' } };
    },
  ],
  [
    'POST',
    /^\/issues\/(\d+)\/comments$/,
    'pull-requests',
    'write',
    ({ discussion }, { body }, number) => ({
      status: 201,
      body: { node_id: discussion.store.comment(Number(number), toFields(body).body).id },
    }),
  ],
  ['GET', /^\/compare\/(.+)$/, 'contents', 'read', compare],
  [
    'GET',
    /^\/actions\/runs\/(\d+)$/,
    'actions',
    'read',
    ({ discussion }, _, id) => ({
      status: 200,
      body: { id: Number(id), run_attempt: discussion.runAttempt },
    }),
  ],
  ['GET', /^\/actions\/runs\/(\d+)\/artifacts$/, 'actions', 'read', listArtifacts],
  [
    'GET',
    /^\/actions\/artifacts\/(\d+)\/zip$/,
    'actions',
    'read',
    ({ discussion, url }, _, id) => {
      const artifact = findArtifact(discussion, id);
      if (artifact.expired) throw new Refusal(410, 'Artifact has expired');
      return { status: 302, headers: { location: `${url}/storage/${id}?sig=secret` } };
    },
  ],
];

/** The answer to a call about pull requests or artifacts; `undefined` for every other call. */
export async function answerDiscussion(world: World, asked: Asked): Promise<Answer | undefined> {
  const { discussion, repository } = world;
  if (asked.method === 'POST' && asked.path === '/graphql') {
    const { answerGraphql } = await import('./graphql.ts'); // a language that few tests need
    const mayWrite = isGranted(discussion.grants, 'pull-requests', 'write');
    return { status: 200, body: await answerGraphql(discussion.store, repository, asked.body, mayWrite) };
  }
  const prefix = `/repos/${repository}`;
  if (!asked.path.startsWith(`${prefix}/`)) return undefined;
  for (const [method, pattern, scope, level, call] of ROUTES) {
    const match = asked.method === method ? pattern.exec(asked.path.slice(prefix.length)) : null;
    if (!match) continue;
    if (!isGranted(discussion.grants, scope, level))
      throw new Refusal(403, 'Resource not accessible by integration');
    return call(world, asked, match[1] ?? '');
  }
  return undefined;
}

/** The storage behind a redirect: it knows signatures, and refuses whoever brings the token along. */
export function answerStorage({ discussion }: World, { path, query, headers }: Asked): Answer | undefined {
  const id = /^\/storage\/(\d+)$/.exec(path)?.[1];
  if (!id) return undefined;
  if (headers.authorization || query.get('sig') !== 'secret')
    throw new Refusal(400, 'Authentication information is not given in the correct format');
  return { status: 200, body: findArtifact(discussion, id).zip };
}

function isGranted(grants: Grants, scope: string, level: 'read' | 'write'): boolean {
  return grants === undefined || grants[scope] === 'write' || grants[scope] === level;
}

function listPullRequests(world: World, asked: Asked): Answer {
  const wanted = asked.query.get('head');
  const state = asked.query.get('state') ?? 'open';
  const found = world.discussion.store.pullRequests.filter(
    (one) =>
      (state === 'all' || (one.state ?? 'open') === state) &&
      (!wanted || `${one.head.repository.split('/')[0]}:${one.head.ref}` === wanted),
  );
  return paged(world, asked, found.map(showPullRequest));
}

function showPullRequest({ number, state = 'open', base, head }: PeerPullRequest) {
  const repo = { id: head.repositoryId, full_name: head.repository };
  return { number, state, base: { ref: base }, head: { sha: head.sha, ref: head.ref, repo } };
}

function compare({ discussion }: World, _: Asked, range: string): Answer {
  const [base, head] = decodeURIComponent(range).split('...');
  const found = discussion.store.pullRequests.find((one) => one.base === base && one.head.sha === head);
  if (!found) throw new Refusal(404, 'Not Found');
  return { status: 200, body: { behind_by: found.behind ?? 0 } };
}

function listArtifacts(world: World, asked: Asked, run: string): Answer {
  const name = asked.query.get('name');
  const artifacts = world.discussion.artifacts
    .filter((one) => one.run === Number(run) && (name === null || one.name === name))
    .map(({ id, name: named, zip, expired = false }) => ({
      id,
      name: named,
      size_in_bytes: zip.length,
      expired,
    }));
  const page = paged(world, asked, artifacts);
  return { ...page, body: { total_count: artifacts.length, artifacts: page.body } };
}

function findArtifact({ artifacts }: Discussion, id: string): PeerArtifact {
  const found = artifacts.find((one) => one.id === Number(id));
  if (!found) throw new Refusal(404, 'Not Found');
  return found;
}
