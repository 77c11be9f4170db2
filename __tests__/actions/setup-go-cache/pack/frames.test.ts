import { describe, expect, it } from 'vitest';
import { type Frame, SELF } from '../../../../actions/setup-go-cache/src/pack/format.ts';
import { planMerge, startChain } from '../../../../actions/setup-go-cache/src/pack/frames.ts';

const CHAIN = {
  packs: [SELF, { key: 'one', start: 1 }, { key: 'two', start: 2 }],
  frames: [
    [1, 0, 10, 100],
    [2, 0, 10, 100],
    [2, 10, 10, 100],
  ] as const satisfies readonly Frame[],
};

describe('a new chain', () => {
  it('has the new frames first, then the older ones that are carried, each once', () => {
    const { packs, frames, carry } = startChain([[0, 5, 50]], CHAIN);
    expect([carry(2), carry(1), carry(2)]).toEqual([1, 2, 1]);
    expect(frames).toEqual([
      [0, 0, 5, 50],
      [1, 10, 10, 100],
      [1, 0, 10, 100],
    ]);
    expect(packs).toEqual([SELF, { key: 'two', start: 2 }]);
  });
});

describe('packs are written again', () => {
  const merged = (alive: [frame: number, bytes: number][], maxPacks: number) =>
    [
      ...planMerge(
        CHAIN,
        alive.map(([frame, bytes]) => ({ frame, bytes })),
        { maxPacks, maxDead: 0.4 },
      ),
    ].sort();
  it.each([
    {
      name: 'not while the chain is short and alive',
      alive: [
        [0, 90],
        [1, 90],
        [2, 90],
      ],
      maxPacks: 3,
      want: [],
    },
    {
      name: 'when most of one is dead',
      alive: [
        [0, 90],
        [1, 20],
      ],
      maxPacks: 3,
      want: [2],
    },
    {
      name: 'all but the largest when the chain is long',
      alive: [
        [0, 90],
        [1, 90],
        [2, 90],
      ],
      maxPacks: 2,
      want: [1],
    },
    { name: 'none when nothing is alive', alive: [], maxPacks: 2, want: [] },
  ])('$name', ({ alive, maxPacks, want }) =>
    expect(merged(alive as [number, number][], maxPacks)).toEqual(want),
  );
});
