import { info } from '@go-actions/action-kit';
import type { CommitSource } from '@go-actions/delivery';
import { discoverModules } from '@go-actions/go-project';
import type { Built } from '../../builder/io/setting.ts';
import type { BuildInputs } from '../../inputs.ts';
import { openLayout } from '../../layout/io/layout-folder.ts';
import { comparePlatforms, isSamePlatform } from '../../platform.ts';
import { formatProblem } from '../judgement.ts';
import { type InspectedImage, inspectImage } from './inspect.ts';

export type Inspection =
  | { readonly images: readonly InspectedImage[] }
  | { readonly problems: readonly string[] };

/** Reads what was built, platform by platform in the order that was asked for. */
export async function inspectAll(
  build: BuildInputs,
  { layout }: Built,
  source: CommitSource,
): Promise<Inspection> {
  const { images, attestations } = await openLayout(layout);
  if (attestations > 0) info(`${attestations} attestations of the builder are left out of the index.`);
  const found = images.map(({ config }) => config.platform);
  const mismatch = comparePlatforms(found, build.platforms);
  if (mismatch.length > 0) return { problems: mismatch };
  const { modules } = await discoverModules(source.root);
  const origin = { revision: source.commit, modules: modules.map(({ path }) => path) };
  const inspected: InspectedImage[] = [];
  for (const [i, platform] of build.platforms.entries()) {
    const image = images.find(({ config }) => isSamePlatform(config.platform, platform));
    if (!image) continue;
    const user = build.builder === 'ko' ? build.user : undefined;
    inspected.push(
      await inspectImage(layout, image, { platform, user, origin, scratch: source.scratch(`files-${i}`) }),
    );
  }
  const problems = inspected.flatMap((each) =>
    each.problems.map((problem) => formatProblem(each.platform, problem)),
  );
  return problems.length > 0 ? { problems } : { images: inspected };
}
