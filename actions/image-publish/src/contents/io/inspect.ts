import { readFile } from 'node:fs/promises';
import { inspectBinary } from '@go-actions/go-build';
import type { Image } from '../../layout/layout.ts';
import type { Platform } from '../../platform.ts';
import {
  listAlpinePackages,
  listDebianPackages,
  listModules,
  parseOsId,
  type Software,
} from '../../sbom/packages.ts';
import { type Binary, judgeContents, type Origin } from '../judgement.ts';
import { type ImageTree, lookUp } from '../tree.ts';
import { judgeUser } from '../user.ts';
import { unpackImage } from './unpack.ts';

/** One platform of an image, read and judged. */
export type InspectedImage = {
  readonly platform: Platform;
  readonly image: Image;
  /** In numbers; empty when there is a problem with it. */
  readonly user: string;
  readonly problems: readonly string[];
  readonly binaries: readonly (Binary & { readonly stored: string })[];
  readonly software: readonly Software[];
};

/** `user` replaces that of the configuration, which is judged otherwise. */
export async function inspectImage(
  layout: string,
  image: Image,
  {
    platform,
    user,
    origin,
    scratch,
  }: { platform: Platform; user: string | undefined; origin: Origin; scratch: string },
): Promise<InspectedImage> {
  const tree = await unpackImage(layout, image, scratch);
  const binaries = await readBinaries(tree);
  const passwd = await readText(tree, '/etc/passwd');
  const verdict = judgeUser(user ?? image.config.user, passwd);
  const { entrypoint, cmd, env, workingDir } = image.config;
  const runsAs = 'user' in verdict ? verdict.user : '';
  const problems = judgeContents(
    { platform, tree, binaries, entrypoint: [...entrypoint, ...cmd], workingDir, env, user: runsAs },
    origin,
  );
  return {
    platform,
    image,
    binaries,
    user: runsAs,
    problems: [...('problem' in verdict ? [verdict.problem] : []), ...problems],
    software: [
      ...binaries.flatMap(({ buildInfo }) => (buildInfo ? listModules(buildInfo) : [])),
      ...(await readPackages(tree)),
    ],
  };
}

async function readBinaries(tree: ImageTree): Promise<InspectedImage['binaries']> {
  const binaries: (Binary & { stored: string })[] = [];
  for (const [path, entry] of tree) {
    if (entry.kind !== 'file' || !entry.stored || isText(path)) continue;
    if (binaries.some(({ stored }) => stored === entry.stored)) continue; // a hard link to one that was read
    const { executable, buildInfo } = await inspectBinary(entry.stored);
    if (executable) binaries.push({ path, executable, buildInfo, stored: entry.stored });
  }
  return binaries;
}

async function readPackages(tree: ImageTree): Promise<Software[]> {
  const system = parseOsId(
    (await readText(tree, '/etc/os-release')) ?? (await readText(tree, '/usr/lib/os-release')) ?? '',
  );
  const found: Software[] = [];
  for (const path of tree.keys()) {
    if (/^\/var\/lib\/dpkg\/(status|status\.d\/[^/]+)$/.test(path) && !path.endsWith('.md5sums'))
      found.push(...listDebianPackages((await readText(tree, path)) ?? '', system));
  }
  const installed =
    (await readText(tree, '/lib/apk/db/installed')) ?? (await readText(tree, '/usr/lib/apk/db/installed'));
  return [...found, ...listAlpinePackages(installed ?? '', system)];
}

const isText = (path: string): boolean =>
  /^\/(etc\/passwd|var\/lib\/dpkg\/|(usr\/)?lib\/(apk\/db\/|os-release)|etc\/os-release)/.test(path);

async function readText(tree: ImageTree, path: string): Promise<string | undefined> {
  const entry = lookUp(tree, path)?.entry;
  return entry?.kind === 'file' && entry.stored ? readFile(entry.stored, 'utf8') : undefined;
}
