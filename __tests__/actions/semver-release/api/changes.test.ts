import { parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { canChangeApi } from '../../../../actions/semver-release/src/api/changes.ts';

describe('canChangeApi', () => {
  const base = 'module m.test/x\n\ngo 1.24\n';
  const rows: { changed: string[]; after?: string; want: boolean }[] = [
    { changed: [], want: false },
    { changed: ['README.md', 'a_test.go', 'testdata/a.go', '_x/a.go', 'p/.y/a.go'], want: false },
    { changed: ['a.go'], want: true },
    { changed: ['internal/a/a.go'], want: true },
    { changed: ['sub/a.go', 'sub/x/a.s'], want: false },
    { changed: ['sub/go.mod'], want: true },
    { changed: ['a_amd64.s'], want: true },
    { changed: ['go.mod'], after: `${base}\nretract v1.0.0\n`, want: false },
    { changed: ['go.mod'], after: `${base}\nrequire y.test/y v1.0.0\n`, want: true },
  ];
  it.each(rows)('$changed: $want', ({ changed, after = base, want }) => {
    const place = { dir: '.', inner: ['sub'] };
    expect(canChangeApi(changed, place, parseGoMod(base), parseGoMod(after))).toBe(want);
  });
});
