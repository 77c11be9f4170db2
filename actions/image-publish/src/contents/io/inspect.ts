import { readFile } from 'node:fs/promises';
import { inspectBinary } from '@go-actions/go-build';
import type { Image } from '../../layout/layout.ts';
import type { Platform } from '../../platform.ts';
import { listAlpinePackages, listDebianPackages, listModules, type Software } from '../../sbom/packages.ts';
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
  const problems = judgeContents(
    { platform, tree, binaries, entrypoint: [...entrypoint, ...cmd], workingDir, env },
    origin,
  );
  return {
    platform,
    image,
    binaries,
    user: 'user' in verdict ? verdict.user : '',
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
  const found: Software[] = [];
  for (const path of tree.keys()) {
    if (/^\/var\/lib\/dpkg\/(status|status\.d\/[^/]+)$/.test(path) && !path.endsWith('.md5sums'))
      found.push(...listDebianPackages((await readText(tree, path)) ?? ''));
  }
  return [...found, ...listAlpinePackages((await readText(tree, '/lib/apk/db/installed')) ?? '')];
}

const isText = (path: string): boolean => /^\/(etc\/passwd|var\/lib\/dpkg\/|lib\/apk\/db\/)/.test(path);

async function readText(tree: ImageTree, path: string): Promise<string | undefined> {
  const entry = lookUp(tree, path)?.entry;
  return entry?.kind === 'file' && entry.stored ? readFile(entry.stored, 'utf8') : undefined;
}
