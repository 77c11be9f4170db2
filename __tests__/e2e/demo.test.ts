import { runChecked } from '@go-actions/action-kit';
import { QUICK_COMPILER } from '@go-actions/go-project';
import { openStage, play, type Stage } from '@go-actions/tools/demo/io/stage';
import { openState } from '@go-actions/tools/demo/io/state';
import { judge } from '@go-actions/tools/demo/report';
import { SCENES } from '@go-actions/tools/demo/scenes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The quickest, the most usual (with as few rights as there are) and the worst, in the example that compiles quickest; `npm run demo -- --all` plays them all. */
const PLAYED = SCENES.filter(({ name }) => ['docs-only', 'fork', 'hostile'].includes(name));

describe('the published workflows with the bundles of dist/, on the examples', () => {
  const lines: string[] = [];
  let stage: Stage & AsyncDisposable;
  beforeAll(async () => {
    // A state of its own: a demo may run at the same time. It stays, so that the next run is warm.
    const state = await openState('e2e');
    // What the other tests have compiled with the race detector is not compiled again.
    const GOCACHE = (await runChecked('go', ['env', 'GOCACHE'])).stdout.trim();
    const signal = new AbortController().signal;
    // And what a machine has compiled in its life is not packed.
    const env = { ...QUICK_COMPILER, GOCACHE, ACTIONS_CACHE_MODE: 'read' };
    stage = await openStage({ state, env, say: (line) => lines.push(line), signal });
  }, 600_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  it.each(PLAYED)(
    '$name goes as expected',
    async (scene) => {
      const played = await play(scene, stage);
      const { differences, got } = judge(played);
      const red = played.runs.flatMap(({ run }) => run.jobs.filter(({ result }) => result === 'failure'));
      const log =
        differences.length > 0 ? [...lines, ...red.flatMap(({ name, tail }) => [name, ...tail])] : [];
      expect({ got, differences, log }).toEqual({ got: 'green', differences: [], log: [] });
      const gate = played.runs[0]?.run.jobs.find((job) => job.id === 'gate');
      expect(gate?.result).toBe('success');
    },
    600_000,
  );
});
