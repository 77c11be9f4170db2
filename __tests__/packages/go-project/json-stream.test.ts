import { JsonObjectStream } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

describe('JsonObjectStream', () => {
  const objects = [{ a: '}{"\\' }, { b: { c: ['é日本', '\u{1F600}'] } }, {}, { d: '\\"' }];
  const text = objects.map((object) => JSON.stringify(object, null, '\t')).join('\n');

  it('gives the same objects however the bytes are cut (seed 1)', () => {
    const random = new Random(1);
    for (let round = 0; round < 200; round++) {
      const got: unknown[] = [];
      const stream = new JsonObjectStream((object) => got.push(object));
      for (let rest = Buffer.from(text); rest.length > 0; ) {
        const size = 1 + random.below(random.pick([1, 3, 40]));
        stream.push(rest.subarray(0, size));
        rest = rest.subarray(size);
      }
      stream.end();
      expect(got).toEqual(objects);
    }
  });

  it.each(['{"a": 1', '{} x', '{"a": "'])('says that %j ends early', (input) => {
    const stream = new JsonObjectStream(() => undefined);
    stream.push(Buffer.from(input));
    expect(() => stream.end()).toThrow('ended early');
  });
});
