import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTree } from '../../materialise/io/tree.ts';
import { inRoot } from '../../root.ts';

/** This repository as the example callers name it, and the demo's own witness, each where the engine finds it. */
export type Suite = AsyncDisposable & {
  /** `owner/repo@ref` -> folder. */
  readonly repositories: Readonly<Record<string, string>>;
};

const SELF = { repository: 'OWNER/go-actions', ref: 'v1' } as const;

/** Writes the slim tree that the engine takes for the published repository. */
export async function prepareSuite(): Promise<Suite> {
  const dir = await mkdtemp(join(tmpdir(), 'go-actions-suite-'));
  await writeTree(dir, SELF);
  return {
    repositories: {
      [`${SELF.repository}@${SELF.ref}`]: dir,
      'demo/witness@v1': inRoot('tools/demo/witness'),
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}
