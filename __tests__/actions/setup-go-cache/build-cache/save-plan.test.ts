import { describe, expect, it } from 'vitest';
import {
  assembleIndex,
  type Found,
  keepRestored,
  planSave,
  type SavePlan,
} from '../../../../actions/setup-go-cache/src/build-cache/save-plan.ts';
import { type BuildIndex, LIMITS } from '../../../../actions/setup-go-cache/src/pack/format.ts';

const BRANCH = { maxSize: 1e9, defaultBranch: false };
const MAIN = { maxSize: 1e9, defaultBranch: true };

/** `found('a', 'b!')`: object a with a record, unused; b used by this job. */
function found(...names: string[]): Found {
  const objects = names.map((name) => ({ id: name.replace('!', ''), used: name.endsWith('!') }));
  return {
    objects: new Map(objects.map(({ id, used }) => [id, { id, size: 100, stored: 100, used }])),
    actions: new Map(
      objects.map(({ id, used }) => [`act-${id}`, { id: `act-${id}`, object: id, used, time: 1n }]),
    ),
  };
}

/** The entry that listed these objects, with their ages, in one frame of one pack. */
function entry(ages: Record<string, number>, rawLength = Object.keys(ages).length * 100): BuildIndex {
  const names = Object.keys(ages);
  return {
    kind: 'build',
    packs: [{ key: 'before', start: 100 }],
    frames: [[0, 0, 40, rawLength]],
    objects: names.map((id, i) => ({
      id,
      frame: 0,
      offset: i * 100,
      stored: 100,
      size: 100,
      age: ages[id] ?? 0,
    })),
    actions: names.map((id, object) => ({ id: `act-${id}`, object, age: ages[id] ?? 0, time: 1n })),
  };
}

/** An entry whose objects lie in packs of their own, one for each text: `chain('abc', 'd')` has two. */
function chain(...packs: string[]): BuildIndex {
  const whole = entry(Object.fromEntries([...packs.join('')].map((name) => [name, 0])));
  const packOf = packs.flatMap((names, pack) => [...names].map(() => pack));
  return {
    ...whole,
    packs: packs.map((key) => ({ key, start: 100 })),
    frames: packs.map((names, pack) => [pack, 0, 40, names.length * 100]),
    objects: whole.objects.map((object, i) => ({ ...object, frame: packOf[i] ?? 0 })),
  };
}

const brief = (plan: SavePlan) =>
  plan.save === 'nothing'
    ? 'nothing'
    : `${plan.save} +${plan.fresh.map(({ id }) => id).join('')} =${plan.kept.map(({ id }) => id).join('')}`;

describe('planSave', () => {
  const rows = [
    {
      name: 'a first run packs everything',
      found: found('a!', 'b!'),
      before: undefined,
      options: BRANCH,
      want: 'full +ab =',
    },
    {
      name: 'nothing new saves nothing',
      found: found('a!', 'b'),
      before: entry({ a: 0, b: 0 }),
      options: BRANCH,
      want: 'nothing',
    },
    {
      name: 'the default branch records ageing',
      found: found('a!', 'b'),
      before: entry({ a: 0, b: 0 }),
      options: MAIN,
      want: 'delta + =ab',
    },
    {
      name: 'all used on the default branch saves nothing',
      found: found('a!'),
      before: entry({ a: 0 }),
      options: MAIN,
      want: 'nothing',
    },
    {
      name: 'only what is new is packed',
      found: found('a!', 'b', 'c!'),
      before: entry({ a: 0, b: 0 }),
      options: BRANCH,
      want: 'delta +c =ab',
    },
    {
      name: 'three runs without use end it',
      found: found('a!', 'b', 'c!'),
      before: entry({ a: 0, b: 2 }),
      options: BRANCH,
      want: 'delta +c =a',
    },
    {
      name: 'a dead pack is written anew on the default branch',
      found: found('a!', 'c!'),
      before: entry({ a: 0 }, 1000),
      options: MAIN,
      want: 'full +ac =',
    },
    {
      name: 'but not in a pull request',
      found: found('a!', 'c!'),
      before: entry({ a: 0 }, 1000),
      options: BRANCH,
      want: 'delta +c =a',
    },
    {
      name: 'a long chain keeps its base, and merges what came since',
      found: found('x!', 'y!', 'z!', 'a!', 'b!', 'c!', 'd!', 'e!', 'n!'),
      before: chain('a', 'xyz', 'b', 'c', 'd', 'e'),
      options: MAIN,
      want: 'merge +abcden =xyz',
    },
    {
      name: 'a shorter one is left alone',
      found: found('x!', 'y!', 'z!', 'a!', 'b!', 'n!'),
      before: chain('a', 'xyz', 'b'),
      options: MAIN,
      want: 'delta +n =xyzab',
    },
    {
      name: 'one that is mostly dead is merged, whatever the length of the chain',
      found: found('x!', 'a!', 'b!', 'c!', 'n!'),
      before: chain('xyz', 'abc'),
      options: MAIN,
      want: 'merge +nx =abc',
    },
    {
      name: 'max-size drops what is least recently used',
      found: found('a!', 'b', 'c!'),
      before: entry({ a: 0, b: 0 }),
      options: { ...BRANCH, maxSize: 50 }, // each takes 20 of a pack
      want: 'delta +c =a',
    },
    {
      name: 'the default branch forgets what is gone',
      found: found('a!', 'b!'),
      before: entry({ a: 0, b: 0, c: 0 }),
      options: MAIN,
      want: 'delta + =ab',
    },
    {
      name: 'sixteen packs are not too many in a pull request',
      found: found(...[...'abcdefghijklmnopq'].map((id) => `${id}!`)),
      before: chain(...'abcdefghijklmno'),
      options: BRANCH,
      want: 'delta +pq =abcdefghijklmno',
    },
    {
      name: 'an empty cache saves nothing',
      found: found(),
      before: undefined,
      options: MAIN,
      want: 'nothing',
    },
  ];
  it.each(rows)('$name', (row) => expect(brief(planSave(row.found, row.before, row.options))).toBe(row.want));

  it('merges a seventeenth pack in a pull request', () => {
    const now = found(...[...'abcdefghijklmnopq'].map((id) => `${id}!`));
    expect(brief(planSave(now, chain(...'abcdefghijklmnop'), BRANCH))).toMatch(/^(merge|full) /);
  });

  it('packs objects by size, and equal ones by name', () => {
    const now = found('b!', 'a!', 'c!');
    const large = { id: 'c', size: 200, stored: 200, used: true };
    expect(
      brief(planSave({ ...now, objects: new Map(now.objects).set('c', large) }, undefined, BRANCH)),
    ).toBe('full +cab =');
  });

  it('takes an object of a whole frame, and none that is larger', () => {
    const sized = (size: number) => ({
      ...found('a!'),
      objects: new Map([['a', { id: 'a', size, stored: 1, used: true }]]),
    });
    expect(brief(planSave(sized(LIMITS.frame), undefined, BRANCH))).toBe('full +a =');
    expect(brief(planSave(sized(LIMITS.frame + 1), undefined, BRANCH))).toBe('nothing');
  });

  it('keeps what no record names only where it has names of its own', () => {
    const object = (id: string) => ({ id, size: 100, stored: 100, used: true });
    const corpus = { ...object('b'), paths: ['fuzz/x'] };
    const now: Found = {
      objects: new Map([
        ['a', object('a')],
        ['b', corpus],
      ]),
      actions: new Map(),
    };
    expect(brief(planSave(now, undefined, BRANCH))).toBe('full +b =');
  });

  it.each([
    { name: 'used itself', object: true, record: false, before: 2, ages: { object: 0, record: 3 } },
    { name: 'used by its record', object: false, record: true, before: 2, ages: { object: 0, record: 0 } },
    { name: 'not used', object: false, record: false, before: 1, ages: { object: 2, record: 2 } },
    {
      name: 'new, and not used',
      object: false,
      record: false,
      before: undefined,
      ages: { object: 1, record: 1 },
    },
  ])('knows the age of an object that was $name', ({ object, record, before, ages }) => {
    const [now, other] = [found('a', 'n!'), entry({ z: 0 })];
    const plan = planSave(
      {
        objects: new Map(now.objects).set('a', { id: 'a', size: 100, stored: 100, used: object }),
        actions: new Map(now.actions).set('act-a', { id: 'act-a', object: 'a', used: record, time: 1n }),
      },
      before === undefined ? other : entry({ a: before }),
      BRANCH,
    );
    if (plan.save === 'nothing') throw new Error('expected a plan');
    const { age } = plan.actions.find(({ id }) => id === 'act-a') ?? {};
    expect({ object: plan.ages.get('a'), record: age }).toEqual(ages);
  });

  it.each([
    { age: 18, stays: true },
    { age: 19, stays: false },
  ])('a record that was not used in $age runs stays: $stays', ({ age, stays }) => {
    const now = found('a!', 'n!');
    const before = entry({ a: 0 });
    const alias = { id: 'alias', object: 'a', used: false, time: 2n };
    const plan = planSave(
      { ...now, actions: new Map([...now.actions, ['alias', alias]]) },
      { ...before, actions: [...before.actions, { id: 'alias', object: 0, age, time: 2n }] },
      BRANCH,
    );
    expect(plan.save === 'delta' && plan.actions.some(({ id }) => id === 'alias')).toBe(stays);
  });

  it('writes down what is learned later about an object that stays', () => {
    const now = found('a!', 'n!');
    const learned = { id: 'a', size: 100, stored: 100, used: true, tests: ['.'], paths: ['fuzz/x'] };
    const plan = planSave(
      { ...now, objects: new Map(now.objects).set('a', learned) },
      entry({ a: 0 }),
      BRANCH,
    );
    expect(plan.save === 'delta' && plan.kept).toMatchObject([{ id: 'a', tests: ['.'], paths: ['fuzz/x'] }]);
  });

  it('lists nothing that vanished while it was read, and all that is known of the rest', () => {
    const now = found('a!', 'b!');
    const more = { executable: 'cover', tests: ['.'], paths: ['fuzz/x'] };
    const told = { id: 'b', size: 100, stored: 100, used: true, ...more };
    const plan = planSave({ ...now, objects: new Map(now.objects).set('b', told) }, undefined, BRANCH);
    if (plan.save === 'nothing') throw new Error('expected a plan');
    const place = { frame: 0, offset: 0, stored: 100 };
    expect(assembleIndex(plan, [[0, 60, 100]], new Map([['b', place]]), undefined)).toEqual({
      kind: 'build',
      packs: [{ key: '', start: 0 }],
      frames: [[0, 0, 60, 100]],
      objects: [{ id: 'b', size: 100, age: 0, ...place, ...more }],
      actions: [{ id: 'act-b', object: 0, age: 0, time: 1n }],
    });
  });

  it('keeps every record of a kept object: a test result has two ids, and a hit renews one', () => {
    const now = found('a!', 'c!');
    const alias = { id: 'alias', object: 'a', used: false, time: 2n };
    const plan = planSave(
      { ...now, actions: new Map([...now.actions, ['alias', alias]]) },
      entry({ a: 0 }),
      BRANCH,
    );
    expect(plan.save === 'delta' && plan.actions.map(({ id, age }) => `${id} ${age}`)).toContain('alias 1');
  });

  it('notices a record that was written again for another object', () => {
    const now = found('a!', 'b!');
    const moved = new Map(now.actions).set('act-a', { id: 'act-a', object: 'b', used: true, time: 3n });
    expect(brief(planSave({ ...now, actions: moved }, entry({ a: 0, b: 0 }), BRANCH))).toBe('delta + =b');
  });

  it('assembles an index whose kept objects stay in the older pack', () => {
    const plan = planSave(found('a!', 'c!'), entry({ a: 0 }), BRANCH);
    if (plan.save === 'nothing') throw new Error('expected a plan');
    const placed = new Map([['c', { frame: 0, offset: 0, stored: 100 }]]);
    expect(assembleIndex(plan, [[0, 60, 100]], placed, entry({ a: 0 }))).toMatchObject({
      packs: [{ key: '' }, { key: 'before', start: 100 }],
      frames: [
        [0, 0, 60, 100],
        [1, 0, 40, 100],
      ],
      objects: [
        { id: 'a', frame: 1 },
        { id: 'c', frame: 0 },
      ],
    });
  });

  it('packs again what was not restored, though the entry lists it', () => {
    const before = keepRestored(entry({ a: 0, b: 0 }), ({ id }) => id === 'b');
    expect(before.actions).toEqual([{ id: 'act-b', object: 0, age: 0, time: 1n }]);
    expect(brief(planSave(found('a!', 'b!'), before, BRANCH))).toBe('delta +a =b');
  });

  it('counts what a pack takes of an object, not what it is large on disk', () => {
    const cut = new Map([['a', { id: 'a', size: 9_000, stored: 100, used: true }]]);
    const now = { ...found('a!'), objects: cut };
    expect(brief(planSave(now, undefined, { ...BRANCH, maxSize: 100 }))).toBe('full +a =');
    const whole = new Map([['a', { id: 'a', size: 2 ** 31, stored: 2 ** 31, used: true }]]);
    const huge = { ...found('a!'), objects: whole };
    expect(brief(planSave(huge, undefined, { ...BRANCH, maxSize: 2 ** 40 }))).toBe('nothing');
  });

  it('expects objects of 100 bytes to take 15 of a first pack, and then what the packs before show', () => {
    const first = (maxSize: number) => planSave(found('a!', 'b!', 'c!'), undefined, { ...BRANCH, maxSize });
    expect(brief(first(45))).toBe('full +abc =');
    expect(brief(first(44))).toBe('full +ab =');
    const before = { ...entry({ a: 0 }), frames: [[0, 0, 70, 100] as const] };
    const next = (maxSize: number) => planSave(found('a!', 'b!'), before, { ...BRANCH, maxSize });
    expect(brief(next(140))).toBe('delta +b =a');
    expect(brief(next(139))).toBe('nothing');
  });

  it('counts what the job used and max-size excludes, and not what it did not use', () => {
    const excluded = (...names: string[]) =>
      planSave(found(...names), undefined, { ...BRANCH, maxSize: 20 }).excluded;
    expect(excluded('a!')).toBe(0);
    expect(excluded('a!', 'b!', 'c!')).toBe(2);
    expect(excluded('a!', 'b', 'c')).toBe(0);
  });
});
