import { ActionError, type RunOptions, type RunResult } from '@go-actions/action-kit';
import { formatImageName, type ImageName, isDigest } from '../image-name.ts';
import { parseTagList, parseTagState, type TagState } from '../registry-answer.ts';
import { type Program, persist } from './persistence.ts';

/** A registry, asked and written through crane with the credentials of DOCKER_CONFIG alone. */
export type Registry = {
  /** The digest that a tag (or a digest) stands for; `undefined` when there is none. Throws when that is not known. */
  readDigest(name: ImageName, reference: string): Promise<string | undefined>;
  /** Every tag of a repository. */
  listTags(name: ImageName): Promise<readonly string[]>;
  readManifest(name: ImageName, reference: string): Promise<string>;
  /** Pushes the only image or index of an OCI layout by its digest, without a tag. */
  pushLayout(layout: string, name: ImageName, digest: string): Promise<void>;
  writeTag(name: ImageName, digest: string, tag: string): Promise<void>;
};

/** Other places where the clients would look for credentials. */
export const ONLY_DOCKER_CONFIG = { REGISTRY_AUTH_FILE: undefined } as const;

const TIMEOUT_MS = 15 * 60_000;

export function openRegistry(crane: string | Program, signal: AbortSignal): Registry {
  const options: RunOptions & { signal: AbortSignal } = {
    env: ONLY_DOCKER_CONFIG,
    timeoutMs: TIMEOUT_MS,
    signal,
  };
  const task = <T>(
    what: string,
    args: readonly string[],
    judge: (result: RunResult) => T | undefined,
    settle?: () => Promise<T | undefined>,
  ) => persist({ what, command: crane, args, options, judge, ...(settle && { settle }) });
  const done = (result: RunResult) => (result.code === 0 ? true : undefined);

  const registry: Registry = {
    readDigest: async (name, reference) => {
      const at = join(name, reference);
      const judge = (result: RunResult): TagState | undefined => parseTagState(result, reference);
      return (await task(`Whether ${at} exists cannot be known: asking for it`, ['-v', 'digest', at], judge))
        .digest;
    },
    listTags: async (name) => {
      const repository = formatImageName(name);
      return task(`Listing the tags of ${repository}`, ['-v', 'ls', repository], parseTagList);
    },
    readManifest: async (name, reference) => {
      const at = join(name, reference);
      return task(`Reading ${at}`, ['manifest', at], ({ code, stdout }) => (code === 0 ? stdout : undefined));
    },
    pushLayout: async (layout, name, digest) => {
      const at = join(name, digest);
      await task(`Pushing ${at}`, ['push', layout, at], done);
      if ((await registry.readDigest(name, digest)) !== digest)
        throw new ActionError(`${at} was pushed, but the registry does not have it.`);
    },
    writeTag: async (name, digest, tag) => {
      const settle = async () => ((await registry.readDigest(name, tag)) === digest ? true : undefined);
      const at = join(name, tag);
      await task(`Tagging ${at}`, ['tag', join(name, digest), tag], done, settle);
      const found = await registry.readDigest(name, tag);
      if (found !== digest)
        throw new ActionError(
          `${at} was written, and stands for ${found ?? 'nothing'} instead of ${digest}.`,
        );
    },
  };
  return registry;
}

function join(name: ImageName, reference: string): string {
  return `${formatImageName(name)}${isDigest(reference) ? '@' : ':'}${reference}`;
}
