import { join } from 'node:path';
import type { Job } from '@go-actions/action-kit';
import type { GoModule } from '@go-actions/go-project';
import { canChangeApi } from '../../api/changes.ts';
import type { ApiDiff } from '../../api/diff.ts';
import { compareApi } from '../../api/io/compare.ts';
import type { GoEnvironment } from '../../build/closed-go.ts';
import { listChangedFiles } from '../../source/io/history.ts';
import type { Source } from '../../source/io/source.ts';
import type { Tag } from '../../version/tag.ts';
import { type Layout, listInner, type PlanChoices, readReleasedGoMod } from './layout.ts';

/** The API is compared with the previous stable version of the same module path: `/v2` begins anew. */
export async function compareWithPrevious(
  stable: Tag | undefined,
  module: GoModule,
  source: Source,
  layout: Layout,
  { policy, build }: PlanChoices,
  env: GoEnvironment,
  job: Job,
): Promise<ApiDiff | undefined> {
  if (!stable || policy.bumpCheck === 'off') return undefined;
  const tag = `refs/tags/${stable.name}`;
  const goMod = await readReleasedGoMod(source, stable, module.dir);
  if (goMod?.module !== module.path) return undefined;
  const changed = await listChangedFiles(source.repository, tag, source.commit, module.dir);
  const place = { dir: module.dir, inner: listInner(module.dir, layout) };
  if (!canChangeApi(changed, place, goMod, module.goMod)) return { incompatible: [], compatible: [] };
  await using before = await source.checkOut(tag);
  const { targets, tags } = build;
  // Awaited here: the tree is gone when this function is left.
  return await compareApi(
    {
      module: module.path,
      before: join(before.root, module.dir),
      after: join(source.root, module.dir),
      targets,
      tags,
      env,
    },
    job,
  );
}
