import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveState, tellIdle } from '@go-actions/action-kit';
import type { BuildIndex, ModuleIndex } from '../pack/format.ts';
import { encodeIndex } from '../pack/header.ts';
import { IDLE, STATE, type State } from '../state.ts';

export type HandOver = Omit<State, 'folder'> & {
  readonly restored: { readonly build: BuildIndex | undefined; readonly modules: ModuleIndex | undefined };
  readonly sumText: string;
};

/** Leaves for the post phase what was restored and what it may save; without any of that there will be no post phase. */
export async function handOver({ restored, sumText, ...state }: HandOver): Promise<void> {
  const idle = !state.write && !state.links;
  tellIdle(IDLE, idle);
  if (idle) return;
  const folder = await mkdtemp(join(state.temp, 'setup-go-cache-'));
  for (const index of [restored.build, restored.modules])
    if (index) await writeFile(join(folder, index.kind), encodeIndex(index));
  await writeFile(join(folder, 'sums'), sumText);
  saveState(STATE, { ...state, folder } satisfies State);
}
