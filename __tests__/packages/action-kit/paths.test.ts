import { isInside } from '@go-actions/action-kit';
import { expect, it } from 'vitest';

it.each([
  { path: '/a/b', want: true },
  { path: '/a/b/c', want: true },
  { path: '/a/b/..c', want: true },
  { path: '/a/bc', want: false },
  { path: '/a', want: false },
])('$path inside of /a/b: $want', ({ path, want }) => expect(isInside('/a/b', path)).toBe(want));
