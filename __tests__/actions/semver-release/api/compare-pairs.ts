import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Job } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { type ApiDiff, bumpOfApi } from '../../../../actions/semver-release/src/api/diff.ts';
import { compareApi } from '../../../../actions/semver-release/src/api/io/compare.ts';
import { API_PAIRS, layOutPairs, linesOf } from './pairs.ts';

type Version = 'before' | 'after';

/** Compares the module of all pairs as a release would: the whole diff, and what each pair asks for by it. */
export async function comparePairs(
  from: Version,
  to: Version,
  apidiff: string,
): Promise<{ readonly diff: ApiDiff; readonly found: readonly (readonly [name: string, bump: string])[] }> {
  await using before = await createProject(layOutPairs(from));
  await using after = await createProject(layOutPairs(to));
  process.env.PATH = `${dirname(apidiff)}:${process.env.PATH}`;
  process.env.RUNNER_TOOL_CACHE ??= tmpdir(); // @actions/tool-cache wants one; nothing is put there
  const job = { context: { temp: tmpdir() }, signal: new AbortController().signal } as unknown as Job;
  const env = { GOFLAGS: '-mod=mod', GOWORK: 'off' };
  const targets = [{ goos: 'linux', goarch: 'amd64' }];
  const comparison = { module: 'm.test/lib', before: before.dir, after: after.dir, targets, tags: [], env };
  const diff = (await compareApi(comparison, job)) ?? { incompatible: [], compatible: [] };
  const found = API_PAIRS.map(({ name }, index) => {
    const own = {
      incompatible: linesOf(diff.incompatible, index),
      compatible: linesOf(diff.compatible, index),
    };
    return [name, bumpOfApi(own)] as const;
  });
  return { diff, found };
}
