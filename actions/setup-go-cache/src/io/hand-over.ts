import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDefaultBranchRun, type JobContext, saveState, tellIdle } from '@go-actions/action-kit';
import { readLinkCount } from '../build-cache/io/linker-counters.ts';
import { isCut, type PackIndex } from '../pack/format.ts';
import { encodeIndex } from '../pack/header.ts';
import { IDLE, STATE, type State } from '../state.ts';
import type { GoPaths } from '../toolchain/io/go-env.ts';
import type { Outcome } from './restore.ts';
import type { Restores } from './restore-caches.ts';

/** Leaves for the post phase what was restored, and what it may save. */
export async function handOver(
  context: JobContext,
  { modules, build, since }: Restores,
  { gocache, gomodcache, telemetry }: GoPaths,
  write: boolean,
): Promise<void> {
  const links = build?.index?.objects.some(isCut)
    ? { telemetry, before: readLinkCount(telemetry) }
    : undefined;
  const idle = !write && !links;
  tellIdle(IDLE, idle);
  if (idle) return;
  const folder = await mkdtemp(join(context.temp, 'setup-go-cache-'));
  const keep = async (name: string, dir: string, outcome: Outcome<PackIndex> | undefined) => {
    if (!outcome) return undefined;
    if (outcome.index) await writeFile(join(folder, name), encodeIndex(outcome.index));
    return { dir, prefix: outcome.keys.prefix, restored: outcome.index !== undefined };
  };
  const warm = build?.part.outcome === 'skipped'; // a runner that keeps its cache needs no copy of it
  const state: State = {
    folder,
    since,
    write,
    defaultBranch: isDefaultBranchRun(context, context.refName === 'main'),
    build: warm ? undefined : await keep('build', gocache, build),
    modules: await keep('modules', gomodcache, modules),
    links,
  };
  saveState(STATE, state);
}
