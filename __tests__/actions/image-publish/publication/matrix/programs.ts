import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attestation, type Program, persist, type Signer } from '@go-actions/delivery';
import type { Client } from './client.ts';

export type Run = (work: (client: Client, args: readonly string[]) => Promise<string>) => Program;

type Descriptor = { readonly mediaType: string; readonly digest: string; readonly size: number };
type Manifest = {
  readonly mediaType: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
};

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const describeText = (mediaType: string, text: string): Descriptor => ({
  mediaType,
  digest: digestOf(text),
  size: Buffer.byteLength(text),
});

/** `HOST/path:tag`, `HOST/path@digest` or `HOST/path` as the path of its repository and the reference. */
function split(name: string): { repository: string; reference: string } {
  const [, repository = '', digest, tag] = /^[^/]+\/([^@:]+)(?:@(.+)|:(.+))?$/.exec(name) ?? [];
  return { repository: `/v2/${repository}`, reference: digest ?? tag ?? '' };
}

/** The requests of `crane` for what the publisher asks of it. */
export const makeCrane = (run: Run): Program =>
  run(async (client, given) => {
    const [verb, ...args] = given[0] === '-v' ? given.slice(1) : given;
    const [first = '', second = ''] = args;
    const { repository, reference } = split(verb === 'push' ? second : first);
    const manifest = `${repository}/manifests/${reference}`;
    switch (verb) {
      case 'digest':
        return (await client.send({ method: 'HEAD', path: manifest }, [200])).digest;
      case 'ls': {
        const { text } = await client.send({ method: 'GET', path: `${repository}/tags/list` }, [200]);
        return ((JSON.parse(text) as { tags: string[] | null }).tags ?? []).join('\n');
      }
      case 'manifest':
        return (await client.send({ method: 'GET', path: manifest }, [200])).text;
      case 'tag': {
        const { text } = await client.send({ method: 'GET', path: manifest }, [200]);
        const path = `${repository}/manifests/${second}`;
        await client.send(
          { method: 'PUT', path, body: text, type: (JSON.parse(text) as Manifest).mediaType },
          [201],
        );
        return '';
      }
      case 'push':
        await pushLayout(client, first, repository);
        return '';
      default:
        throw new Error(`crane ${verb} is not played here`);
    }
  });

async function pushLayout(client: Client, layout: string, repository: string): Promise<void> {
  const read = ({ digest }: Descriptor) => readFile(join(layout, 'blobs', ...digest.split(':')));
  const push = async (descriptor: Descriptor): Promise<void> => {
    const text = (await read(descriptor)).toString('utf8');
    const { config, layers = [], manifests = [] } = JSON.parse(text) as Manifest;
    for (const blob of [...layers, ...(config ? [config] : [])])
      await pushBlob(client, repository, blob, await read(blob));
    for (const inner of manifests) await push(inner);
    const path = `${repository}/manifests/${descriptor.digest}`;
    await client.send({ method: 'PUT', path, body: text, type: descriptor.mediaType }, [201]);
  };
  const top = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as Manifest;
  for (const descriptor of top.manifests ?? []) await push(descriptor);
}

async function pushBlob(
  client: Client,
  repository: string,
  { digest }: Descriptor,
  bytes: Buffer,
): Promise<void> {
  const { status } = await client.send({ method: 'HEAD', path: `${repository}/blobs/${digest}` }, [200, 404]);
  if (status === 200) return;
  const started = await client.send(
    { method: 'POST', path: `${repository}/blobs/uploads/`, body: '' },
    [202],
  );
  const type = 'application/octet-stream';
  const sent = await client.send({ method: 'PATCH', path: started.location, body: bytes, type }, [202]);
  const end = new URL(sent.location);
  end.searchParams.set('digest', digest);
  await client.send({ method: 'PUT', path: end.href, body: '' }, [201]);
}

type Referrer = Descriptor & { readonly artifactType: string };

/**
 * Signatures and attestations as cosign keeps them where a registry has no referrers API: manifests that name their subject, and
 * an index of them under the tag `sha256-…`, which is read and written as a whole.
 */
export function makeSigner(run: Run, signal: AbortSignal): Signer {
  const task = <T>(what: string, work: (client: Client) => Promise<T>) => {
    let result: T | undefined;
    return persist({
      what,
      command: run(async (client) => {
        result = await work(client);
        return '';
      }),
      args: [],
      options: { signal },
      judge: ({ code }) => (code === 0 ? result : undefined),
    });
  };
  const find = (reference: string, type: string, isSame: (found: unknown) => boolean) =>
    task(`Verifying the ${type} of ${reference}`, async (client) => {
      const { repository, reference: digest } = split(reference);
      for (const referrer of await listReferrers(client, repository, digest)) {
        if (referrer.artifactType !== type) continue;
        const manifest = await client.send(
          { method: 'GET', path: `${repository}/manifests/${referrer.digest}` },
          [200],
        );
        const [layer] = (JSON.parse(manifest.text) as Manifest).layers ?? [];
        const blob = await client.send(
          { method: 'GET', path: `${repository}/blobs/${layer?.digest}` },
          [200],
        );
        if (isSame(JSON.parse(blob.text))) return true;
      }
      return false;
    });
  const add = async (reference: string, type: string, payload: string): Promise<void> => {
    await task(`Attaching the ${type} of ${reference}`, async (client) => {
      const { repository, reference: digest } = split(reference);
      await client.send({ method: 'HEAD', path: `${repository}/manifests/${digest}` }, [200]);
      const [config, layer] = [
        describeText('application/vnd.oci.empty.v1+json', '{}'),
        describeText(type, payload),
      ];
      for (const [blob, text] of [
        [config, '{}'],
        [layer, payload],
      ] as const)
        await pushBlob(client, repository, blob, Buffer.from(text));
      const subject = { mediaType: INDEX, digest, size: 1 };
      const text = JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        artifactType: type,
        config,
        layers: [layer],
        subject,
      });
      const own = { ...describeText(MANIFEST, text), artifactType: type };
      await client.send(
        { method: 'PUT', path: `${repository}/manifests/${own.digest}`, body: text, type: MANIFEST },
        [201],
      );
      const others = (await listReferrers(client, repository, digest)).filter(
        (each) => each.digest !== own.digest,
      );
      const index = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [...others, own] });
      await client.send(
        { method: 'PUT', path: `${repository}/manifests/${tagOf(digest)}`, body: index, type: INDEX },
        [201],
      );
      return true;
    });
  };
  const SIGNATURE = 'application/signature';
  const isSigned = (reference: string) =>
    find(reference, SIGNATURE, (found) => found === reference.split('@')[1]);
  return {
    signedBy: 'key',
    isSigned,
    sign: (reference) => add(reference, SIGNATURE, JSON.stringify(reference.split('@')[1])),
    hasAttestation: (reference, { type, isSame }: Attestation) =>
      find(reference, `application/${type}`, isSame),
    attest: (reference, { type, predicate }) => add(reference, `application/${type}`, predicate),
  };
}

const tagOf = (digest: string) => digest.replace(':', '-');

async function listReferrers(
  client: Client,
  repository: string,
  digest: string,
): Promise<readonly Referrer[]> {
  const { status, text } = await client.send(
    { method: 'GET', path: `${repository}/manifests/${tagOf(digest)}` },
    [200, 404],
  );
  return status === 404 ? [] : ((JSON.parse(text) as { manifests: Referrer[] }).manifests ?? []);
}
