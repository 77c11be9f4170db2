import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { ASSET_NAME } from '@go-actions/github';
import type { Toolchain } from '../../build/toolchain.ts';
import type { PlannedAsset } from '../../publish/reconcile.ts';
import type { Plan, ReleasePlan } from '../plan.ts';

/** One release of a plan with what was made for it. */
export type MadeRelease = {
  readonly plan: ReleasePlan;
  readonly notes: string;
  /** Where its assets are, below the folder of the manifest; `.` for a plan of one release. */
  readonly folder: string;
  readonly assets: readonly PlannedAsset[];
  /** Digest of what `before-build` left. */
  readonly generated?: string | undefined;
  /** The Go that builds its programs; a library needs none. */
  readonly toolchain?: Toolchain | undefined;
  /** The module mirror to tell once the version is there. */
  readonly mirror?: string | undefined;
  /** Targets that were built twice, byte for byte the same. */
  readonly reproduced: readonly string[];
};

/** What the build hands to the publisher, beside the assets: so the job that may write runs nothing of the repository. */
export type Manifest = {
  readonly plan: Plan;
  readonly describe: string;
  readonly releases: readonly MadeRelease[];
};

/** Its name in the folder of the assets. */
export const MANIFEST = 'release.json';

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Reads it back and checks that every asset is there, byte for byte, and that all of it is about this run. */
export async function readManifest(
  folder: string,
  expected: { readonly tag: string | undefined; readonly commit: string },
): Promise<Manifest> {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest;
  } catch (cause) {
    throw new ActionError(`\`assets-dir\` is ${folder}, and there is no readable ${MANIFEST}.`, {
      remedy: 'Pass the `assets-dir` output of the step with `phase: build`.',
      cause,
    });
  }
  if (!Array.isArray(manifest.releases)) throw new ActionError(`${join(folder, MANIFEST)} is not a plan.`);
  for (const { plan, assets, folder: own } of manifest.releases) {
    if ((expected.tag !== undefined && plan.tag !== expected.tag) || plan.commit !== expected.commit) {
      throw new ActionError(
        `${folder} holds ${plan.tag} of ${plan.commit.slice(0, 12)}, and this run is for ${expected.tag ?? 'the releases'} of ${expected.commit.slice(0, 12)}.`,
      );
    }
    for (const { name, sha256 } of assets) {
      if (!ASSET_NAME.test(name) || (await digestFile(join(folder, own, name))) !== sha256) {
        throw new ActionError(`${name} in ${folder} is not what the build made.`, {
          remedy: 'Run the build again; the files were changed on the way.',
        });
      }
    }
  }
  return manifest;
}

async function digestFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // reported by the caller, by name
    throw error;
  }
  return hash.digest('hex');
}
