import type { IncomingHttpHeaders } from 'node:http';
import type { Discussion } from './discussion.ts';
import { readTagObject, type TagRefs } from './refs.ts';
import { notFound, Refusal } from './refusal.ts';
import { renderAsset, renderRelease } from './render.ts';
import type { Fields, PeerRelease, ReleaseStore } from './store.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type Answer = { status: number; body?: unknown; headers?: Readonly<Record<string, string>> };

/** What the calls work on; `base` is the address of the repository in the API, without a slash at its end. */
export type World = {
  readonly store: ReleaseStore;
  readonly discussion: Discussion;
  readonly refs: TagRefs;
  readonly gitDir: string | undefined;
  readonly url: string;
  readonly repository: string;
};

/** Called with the parts that the pattern captured; `starter`: an upload is to break off. */
type Call = (world: World, asked: Asked, id: string, starter: boolean) => Promise<Answer> | Answer;

const ROUTES: readonly (readonly [string, RegExp, Call])[] = [
  [
    'GET',
    /^\/releases$/,
    (world, asked) =>
      paged(
        world,
        asked,
        world.store.list().map((release) => show(world, release)),
      ),
  ],
  [
    'POST',
    /^\/releases$/,
    async (world, { body }) => answer(201, show(world, await world.store.create(toFields(body)))),
  ],
  ['GET', /^\/releases\/latest$/, (world) => answer(200, show(world, world.store.latest()))],
  [
    'GET',
    /^\/releases\/tags\/(.+)$/,
    (world, _, tag) => answer(200, show(world, world.store.findPublished(decodeURIComponent(tag)))),
  ],
  ['GET', /^\/releases\/(\d+)$/, (world, _, id) => answer(200, show(world, world.store.find(Number(id))))],
  [
    'PATCH',
    /^\/releases\/(\d+)$/,
    async (world, { body }, id) =>
      answer(200, show(world, await world.store.update(Number(id), toFields(body)))),
  ],
  ['DELETE', /^\/releases\/(\d+)$/, ({ store }, _, id) => answer(204, store.remove(Number(id)))],
  [
    'GET',
    /^\/releases\/(\d+)\/assets$/,
    (world, asked, id) => paged(world, asked, show(world, world.store.find(Number(id))).assets),
  ],
  ['POST', /^\/releases\/(\d+)\/assets$/, uploadAsset],
  ['GET', /^\/releases\/assets\/(\d+)$/, readAsset],
  ['DELETE', /^\/releases\/assets\/(\d+)$/, ({ store }, _, id) => answer(204, store.removeAsset(Number(id)))],
  [
    'GET',
    /^\/git\/ref\/tags\/(.+)$/,
    async (world, _, tag) => answer(200, await showRef(world, decodeURIComponent(tag))),
  ],
  [
    'GET',
    /^\/git\/tags\/([0-9a-f]{40})$/,
    async (world, _, sha) =>
      answer(200, { object: { type: 'commit', sha: (await readObject(world, sha)).target } }),
  ],
  ['POST', /^\/git\/refs$/, createRef],
  ['PATCH', /^\/git\/refs\/tags\/(.+)$/, moveRef],
];

/** The answer to a call about releases or tags of the repository; `undefined` for every other call. */
export function answerCall(
  world: World,
  asked: Asked,
  starter: boolean,
): Promise<Answer> | Answer | undefined {
  const prefix = `/repos/${world.repository}`;
  if (!asked.path.startsWith(`${prefix}/`)) return undefined;
  for (const [method, pattern, call] of ROUTES) {
    const match = asked.method === method ? pattern.exec(asked.path.slice(prefix.length)) : null;
    if (match) return call(world, asked, match[1] ?? '', starter);
  }
  return undefined;
}

function uploadAsset(
  { store, url, repository }: World,
  { query, headers, body }: Asked,
  id: string,
  starter: boolean,
): Answer {
  const type = headers['content-type'];
  if (!type) throw new Refusal(400, 'Bad Content-Type');
  const asset = store.upload(
    Number(id),
    query.get('name') ?? '',
    type,
    body,
    starter ? 'starter' : 'uploaded',
  );
  return answer(201, renderAsset(asset, store.find(Number(id)), url, repository));
}

function readAsset({ store, url, repository }: World, { headers }: Asked, id: string): Answer {
  const { asset, release } = store.findAsset(Number(id));
  const raw = headers.accept === 'application/octet-stream';
  return answer(200, raw ? asset.bytes : renderAsset(asset, release, url, repository));
}

async function createRef(world: World, { body }: Asked): Promise<Answer> {
  const { ref, sha } = toFields(body);
  const tag = /^refs\/tags\/(.+)$/.exec(String(ref))?.[1];
  if (!tag) throw new Refusal(422, 'Reference name is not valid here');
  if ((await world.refs.read(tag)) !== undefined) throw new Refusal(422, 'Reference already exists');
  await world.refs.create(tag, String(sha));
  return answer(201, await showRef(world, tag));
}

async function moveRef(world: World, { body }: Asked, encoded: string): Promise<Answer> {
  const tag = decodeURIComponent(encoded);
  if ((await world.refs.read(tag)) === undefined) throw new Refusal(422, 'Reference does not exist');
  const isLocked = world.store.releases.some((release) => release.immutable && release.tag === tag);
  if (isLocked) throw new Refusal(422, 'Cannot update a tag of an immutable release');
  await world.refs.move(tag, String(toFields(body).sha));
  return answer(200, await showRef(world, tag));
}

function show({ url, repository }: World, release: PeerRelease) {
  return renderRelease(release, url, repository);
}

async function showRef(world: World, tag: string): Promise<unknown> {
  const sha = (await world.refs.read(tag)) ?? notFound();
  return { ref: `refs/tags/${tag}`, object: { type: (await readObject(world, sha)).type, sha } };
}

async function readObject(
  { gitDir }: World,
  sha: string,
): Promise<{ type: string; target: string | undefined }> {
  return gitDir ? readTagObject(gitDir, sha) : { type: 'commit', target: undefined };
}

export function paged({ url }: World, { path, query }: Asked, items: readonly unknown[]): Answer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  const body = items.slice((page - 1) * size, page * size);
  if (page * size >= items.length) return { status: 200, body };
  return {
    status: 200,
    body,
    headers: { link: `<${url}${path}?${nextPage(query, page)}>; rel="next"` },
  };
}

function nextPage(query: URLSearchParams, page: number): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set('page', String(page + 1));
  return next;
}

function answer(status: number, body: unknown): Answer {
  return { status, body };
}

export function toFields(body: Buffer): Fields {
  try {
    return JSON.parse(body.toString('utf8')) as Fields;
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}
