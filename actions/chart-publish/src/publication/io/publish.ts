import { createHash } from 'node:crypto';
import { readFile, utimes } from 'node:fs/promises';
import { ActionError } from '@go-actions/action-kit';
import {
  formatImageName,
  type ImageName,
  isLoopback,
  persist,
  type Registry,
  type Signer,
} from '@go-actions/delivery';
import { tagOf } from '../../chart/chart.ts';
import type { Helm } from '../../chart/io/helm.ts';
import { explainConflict, parsePublished } from '../published.ts';

export type Package = { readonly path: string; readonly digest: string };

/** The package's digest; its file gets the time of the commit, which helm writes into the manifest as `created`. */
export async function readPackage(path: string, committed: number): Promise<Package> {
  await utimes(path, committed, committed);
  return {
    path,
    digest: `sha256:${createHash('sha256')
      .update(await readFile(path))
      .digest('hex')}`,
  };
}

export type ChartOutcome = { readonly digest: string; readonly changed: boolean };

/** Pushes the package unless it is there, then signs it unless it is signed, then verifies the signature. */
export async function publishChart(
  { path, digest: ours }: Package,
  { name, version }: { readonly name: ImageName; readonly version: string },
  {
    helm,
    registry,
    signer,
  }: { readonly helm: Helm; readonly registry: Registry; readonly signer: Signer | undefined },
): Promise<ChartOutcome> {
  const tag = tagOf(version);
  const reference = `${formatImageName(name)}:${tag}`;
  const isOurs = async (digest: string) => {
    const published = parsePublished(await registry.readManifest(name, digest));
    const conflict = explainConflict(reference, published, ours);
    if (conflict)
      throw new ActionError(conflict, { remedy: 'A version is published once. Release the next one.' });
    return true;
  };
  const settle = async () => {
    const found = await registry.readDigest(name, tag);
    return found !== undefined && (await isOurs(found)) ? found : undefined;
  };

  let digest = await settle();
  const pushed = digest === undefined;
  if (digest === undefined) {
    const folder = name.path.split('/').slice(0, -1).join('/');
    const plain = isLoopback(name.host) ? ['--plain-http'] : [];
    await persist({
      what: `Pushing ${reference}`,
      command: helm.path,
      args: ['push', ...plain, path, `oci://${name.host}${folder && `/${folder}`}`],
      options: helm.options,
      judge: ({ code }) => (code === 0 ? '' : undefined),
      settle,
    });
    digest = await settle();
  }
  if (digest === undefined)
    throw new ActionError(`${reference} was pushed, but the registry does not have it.`);
  const at = `${formatImageName(name)}@${digest}`;
  if (!signer) return { digest, changed: pushed };
  const signed = await signer.isSigned(at);
  if (!signed) {
    await signer.sign(at);
    if (!(await signer.isSigned(at)))
      throw new ActionError(`The registry does not have the signature of ${at} by ${signer.signedBy}.`);
  }
  return { digest, changed: pushed || !signed };
}
