import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry, parseImageName, parseReleaseVersion } from '@go-actions/delivery';
import {
  type FaultProxy,
  startFaultProxy,
  startOidcIssuer,
  startRegistry,
  startTokenService,
} from '@go-actions/test-kit';
import { assembleImage } from '../../../../../actions/image-publish/src/layout/assembly.ts';
import { writeLayout } from '../../../../../actions/image-publish/src/layout/io/layout-folder.ts';
import {
  CONFIG_TYPE,
  MANIFEST_TYPE,
  parseImage,
  parseManifest,
} from '../../../../../actions/image-publish/src/layout/layout.ts';
import type { Publication } from '../../../../../actions/image-publish/src/publication/io/attach.ts';
import { publish } from '../../../../../actions/image-publish/src/publication/io/publish.ts';
import { renderProvenance } from '../../../../../actions/image-publish/src/publication/provenance.ts';
import { fetchToken, makeProgram, type ReadToken } from './client.ts';
import { makeCrane, makeSigner, type Run } from './programs.ts';

/** A registry and an image that was made once, to be published again and again. */
export type Subject = AsyncDisposable & {
  /** A proxy of one's own before the registry, for one repository. */
  open(repository: string): Promise<Cell>;
};

export type Cell = AsyncDisposable & {
  readonly proxy: FaultProxy;
  /** Publishes with the publisher's own code; what went wrong, or nothing. */
  publish(signal?: AbortSignal): Promise<string | undefined>;
  /** Tags that people use, past the proxy. */
  listTags(): Promise<string[]>;
};

export async function createSubject(): Promise<Subject> {
  const stack = new AsyncDisposableStack();
  const issuer = stack.use(await startOidcIssuer());
  const tokenService = stack.use(await startTokenService({ issuer, lifetimeSeconds: 86_400 }));
  const registry = stack.use(await startRegistry({ tokenService }));
  const robot = tokenService.issue('robot');
  const folder = await mkdtemp(join(tmpdir(), 'go-actions-matrix-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const { image, layout } = await makeImage(folder);
  const provenance = renderProvenance(
    {
      serverUrl: 'https://github.com',
      repository: 'octo/app',
      ref: 'refs/tags/v1.5.0',
      commit: 'c'.repeat(40),
      runId: '1',
      eventName: 'push',
      workflowRef: 'octo/app/.github/workflows/r.yml@refs/tags/v1.5.0',
    },
    undefined,
  );
  return {
    open: async (repository) => {
      const proxy = await startFaultProxy(registry);
      const agent = new Agent({ keepAlive: true });
      const readToken = keepToken((signal) => fetchToken(tokenService, robot, repository, signal));
      const name = parseImageName(`${proxy.host}/${repository}`);
      const publication: Publication = { name, image, layout, sboms: ['{"an":"SBOM"}'], provenance };
      return {
        proxy,
        publish: async (signal = new AbortController().signal) => {
          const run: Run = (work) => makeProgram({ host: proxy.host, agent }, readToken, work);
          const means = {
            registry: openRegistry(makeCrane(run), signal),
            signer: makeSigner(run, signal),
            scratch: join(folder, 'scratch'),
            signal,
          };
          const plan = {
            version: parseReleaseVersion('1.5.0'),
            tags: 'auto',
            base: undefined,
            verify: true,
          } as const;
          return publish(publication, plan, means).then(
            ({ failure }) => failure,
            (error: unknown) => String(error),
          );
        },
        listTags: async () => {
          const direct = makeCrane((work) => makeProgram({ host: registry.host, agent }, readToken, work));
          const signal = new AbortController().signal;
          const { stdout } = await direct(['ls', `${registry.host}/${repository}`], { signal });
          return stdout
            .split('\n')
            .filter((tag) => tag !== '' && !tag.startsWith('sha256-'))
            .sort();
        },
        [Symbol.asyncDispose]: () => {
          agent.destroy();
          return proxy[Symbol.asyncDispose]();
        },
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Tokens live for a minute; one that is half as old is asked for anew. */
function keepToken(fetchAnew: ReadToken): ReadToken {
  let kept: { readonly token: string; readonly at: number } | undefined;
  return async (signal) => {
    if (!kept || Date.now() - kept.at > 30_000) kept = { token: await fetchAnew(signal), at: Date.now() };
    return kept.token;
  };
}

/** An image of one small layer. What is in it has been judged before it is published. */
async function makeImage(folder: string) {
  const made = join(folder, 'made');
  await mkdir(join(made, 'blobs', 'sha256'), { recursive: true });
  const write = async (mediaType: string, content: Buffer | string) => {
    const hex = createHash('sha256').update(content).digest('hex');
    await writeFile(join(made, 'blobs', 'sha256', hex), content);
    return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(content) };
  };
  const layer = await write('application/vnd.oci.image.layer.v1.tar', randomBytes(1_024));
  const platform = { os: 'linux', architecture: 'amd64' };
  const config = JSON.stringify({
    ...platform,
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
    config: {},
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: await write(CONFIG_TYPE, config),
    layers: [layer],
  });
  const image = assembleImage(
    [{ platform, image: parseImage(parseManifest(manifest), config), user: '65532' }],
    { annotations: {}, created: 0, ofBase: false },
  );
  const layout = join(folder, 'layout');
  await writeLayout(made, layout, image);
  return { image, layout };
}
