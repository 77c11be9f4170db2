import { startArtifactService } from '@go-actions/test-kit';
import { NOBODY, type Peers, type Setting } from './peers.ts';

/** An artifact service whose names are looked at in the end: GitHub refuses one that the run has already. */
export async function startCallsPeer({ scene }: Setting): Promise<Peers> {
  const artifacts = await startArtifactService();
  return {
    ...NOBODY,
    artifacts,
    readFacts: async () => {
      const names = artifacts.artifacts.map(({ name }) => name);
      const calls = new Set(names.flatMap((name) => /^report-coverage-(.+)$/.exec(name)?.[1] ?? []));
      return [
        {
          what: `Artifacts of ${scene.name}`,
          found: names.join(', ') || 'none',
          ok: calls.size === 2 && new Set(names).size === names.length,
        },
      ];
    },
    [Symbol.asyncDispose]: () => artifacts[Symbol.asyncDispose](),
  };
}
