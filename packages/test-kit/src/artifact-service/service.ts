import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { MAIN_SCOPE, makeRuntimeToken } from '../cache-service/token.ts';
import { listen } from '../loopback.ts';

export type StoredArtifact = {
  readonly id: number;
  readonly name: string;
  readonly finished: boolean;
  readonly bytes: Buffer;
  readonly expiresAt: string | undefined;
};

export type ArtifactService = AsyncDisposable & {
  readonly url: string;
  /** The variables that the runner would give a job. */
  env(): Record<string, string>;
  readonly artifacts: readonly StoredArtifact[];
  /** Stores an artifact as a job of another attempt could have: its name may be taken. */
  add(name: string, bytes: Buffer): void;
};

type Mutable = { -readonly [K in keyof StoredArtifact]: StoredArtifact[K] };
type Message = Record<string, unknown>;

const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService/';

/**
 * An artifact service on loopback that speaks what `@actions/artifact` 6 speaks: Twirp JSON, and blobs with the block
 * verbs of Azure's REST API. Like GitHub's it refuses a name that the run has already, and keeps the artifacts of several
 * attempts; the newest of a name has the highest id.
 */
export async function startArtifactService(): Promise<ArtifactService> {
  const artifacts: Mutable[] = [];
  const blocks = new Map<string, Buffer>();
  const create = (name: string, expiresAt?: string): Mutable => {
    const artifact = { id: artifacts.length + 1, name, finished: false, bytes: Buffer.alloc(0), expiresAt };
    artifacts.push(artifact);
    return artifact;
  };
  const newest = (name: unknown) => artifacts.filter((artifact) => artifact.name === name).at(-1);
  const describe = (artifact: Mutable) => ({
    ...IDS,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.bytes.length),
    digest: `sha256:${createHash('sha256').update(artifact.bytes).digest('hex')}`,
  });

  const calls: Record<string, (message: Message) => Message | undefined> = {
    CreateArtifact: ({ name, expires_at: expiresAt }) => {
      if (newest(name)) return TAKEN;
      const { id } = create(String(name), expiresAt as string | undefined);
      return { ok: true, signed_upload_url: `${url}/blob/${id}?sig=upload` };
    },
    FinalizeArtifact: ({ name }) => {
      const artifact = newest(name);
      if (!artifact) return undefined;
      artifact.finished = true;
      return { ok: true, artifact_id: String(artifact.id) };
    },
    ListArtifacts: ({ name_filter: name, id_filter: id }) => ({
      artifacts: artifacts
        .filter((artifact) => artifact.finished)
        .filter((artifact) => name === undefined || artifact.name === name)
        .filter((artifact) => id === undefined || String(artifact.id) === id)
        .map(describe),
    }),
    GetSignedArtifactURL: ({ name }) => {
      const artifact = newest(name);
      return artifact && { name, signed_url: `${url}/blob/${artifact.id}?sig=download` };
    },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (pathname.startsWith(TWIRP)) {
      const result = calls[pathname.slice(TWIRP.length)]?.(JSON.parse(body.toString()) as Message);
      const status = result === TAKEN ? 409 : result ? 200 : 404;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result ?? { code: 'not_found', msg: 'not found' }));
      return;
    }
    const artifact = artifacts.find(({ id }) => pathname === `/blob/${id}`);
    if (!artifact) {
      response.writeHead(404).end();
    } else if (request.method === 'GET') {
      response.writeHead(200, {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${artifact.name}.zip"`,
      });
      response.end(artifact.bytes);
    } else {
      const block = `${artifact.id} ${searchParams.get('blockid')}`;
      if (searchParams.get('comp') === 'block') blocks.set(block, body);
      else artifact.bytes = searchParams.get('comp') === 'blocklist' ? joinBlocks(artifact, body) : body;
      response.writeHead(201, { etag: '"1"', 'last-modified': new Date(0).toUTCString() }).end();
    }
  };
  const joinBlocks = (artifact: Mutable, list: Buffer): Buffer => {
    const ids = [...list.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)].map((match) => match[1]);
    return Buffer.concat(ids.map((id) => blocks.get(`${artifact.id} ${id}`) ?? Buffer.alloc(0)));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const listening = await listen(server);
  const { url } = listening;
  return {
    ...listening,
    artifacts,
    env: () => ({ ACTIONS_RUNTIME_TOKEN: makeRuntimeToken([MAIN_SCOPE]), ACTIONS_RESULTS_URL: `${url}/` }),
    add: (name, bytes) => {
      Object.assign(create(name), { bytes, finished: true });
    },
  };
}

const TAKEN = {
  code: 'already_exists',
  msg: 'an artifact with this name already exists on the workflow run',
};

const IDS = { workflow_run_backend_id: 'run', workflow_job_run_backend_id: 'job' };

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
