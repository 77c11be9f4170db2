import { expect, it } from 'vitest';
import { isCut } from '../../../../actions/setup-go-cache/src/pack/format.ts';

it('an object is cut when less of it is stored than it is large', () => {
  const object = { id: 'a'.repeat(64), frame: 0, offset: 0, stored: 10, size: 10, age: 0 };
  expect([isCut(object), isCut({ ...object, size: 11 })]).toEqual([false, true]);
});
