import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { whyWithout } from '../../../needs.ts';
import { BLOWS, countRequests, strikeAll } from './matrix/matrix.ts';
import { createSubject, type Subject } from './matrix/subject.ts';

const missing = await whyWithout(['registry'], 'deliver');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

let subject: Subject;
beforeAll(async () => {
  if (!missing) subject = await createSubject();
});
afterAll(async () => subject?.[Symbol.asyncDispose]());

// The whole matrix is in `npm run prove -- deliver`.
it('whatever happens to a request, the exact tag comes last, a rerun finishes, and what is finished is left alone', async () => {
  const count = await countRequests(subject);
  const sample = BLOWS.filter(({ fault, lasting }) => !lasting || fault === 'lost');
  const struck = sample.map((blow, i) => strikeAll(subject, [1 + ((i * 31 + 11) % count)], [blow]));
  const rows = (await Promise.all(struck)).flat();
  expect(rows).toHaveLength(sample.length);
  expect(rows.filter(({ wrong }) => wrong)).toEqual([]);
});
