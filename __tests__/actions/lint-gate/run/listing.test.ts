import { expect, it } from 'vitest';
import { readListing } from '../../../../actions/lint-gate/src/run/listing.ts';

it('readListing counts the files of packages', () =>
  expect(readListing('1 2 3 4  m\n0 0 0 1 broken m/b c\n', '')).toEqual([
    { path: 'm', sources: 3, tests: 3, externalTests: 4, broken: false },
    { path: 'm/b c', sources: 0, tests: 0, externalTests: 1, broken: true },
  ]));

it.each([
  {
    name: 'nothing that the go command explains',
    stderr: 'go: warning: "./..." matched no packages\n',
    want: [],
  },
  { name: 'nothing at all', stderr: '', want: undefined },
  { name: 'nothing beside other words', stderr: 'go: downloading m v1\n', want: undefined },
])('readListing of $name', ({ stderr, want }) => expect(readListing('', stderr)).toEqual(want));
