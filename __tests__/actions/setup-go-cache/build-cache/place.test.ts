import { describe, expect, it } from 'vitest';
import { isExportOnly, planPlaces } from '../../../../actions/setup-go-cache/src/build-cache/place.ts';

describe('places of the caches', () => {
  const unix = {
    usual: { gocache: '/home/runner/.cache/go-build', gomodcache: '/home/runner/go/pkg/mod' },
    facts: { temp: '/runner/_temp', windows: false, hosted: true },
  };
  const windows = {
    usual: { gocache: 'C:\\Users\\r\\go-build', gomodcache: 'C:\\Users\\r\\go\\pkg\\mod' },
    facts: { temp: 'D:\\a\\_temp', windows: true, hosted: true },
  };
  const none = { gocache: undefined, gomodcache: undefined };
  const full = { chosen: none, objects: 'full' as const };
  const rows = [
    { name: 'stay on Linux', ...unix, facts: { ...unix.facts, ...full }, want: unix.usual },
    {
      name: 'differ for export-only',
      ...unix,
      facts: { ...unix.facts, chosen: none, objects: 'export-only' as const },
      want: { ...unix.usual, gocache: '/runner/_temp/go-build-export-only' },
    },
    {
      name: 'are whole again after an export-only step',
      usual: { ...unix.usual, gocache: '/runner/_temp/go-build-export-only' },
      facts: { ...unix.facts, ...full },
      want: { ...unix.usual, gocache: '/runner/_temp/go-build' },
    },
    {
      name: 'are on the disk of the workspace on Windows',
      ...windows,
      facts: { ...windows.facts, ...full },
      want: { gocache: 'D:\\a\\_temp\\go-build', gomodcache: 'D:\\a\\_temp\\go-mod' },
    },
    {
      name: 'stay on a Windows runner of your own',
      ...windows,
      facts: { ...windows.facts, ...full, hosted: false },
      want: windows.usual,
    },
    {
      name: 'stay where the job put them',
      ...windows,
      facts: { ...windows.facts, ...full, chosen: windows.usual },
      want: windows.usual,
    },
    {
      name: 'stay on a Windows runner with one disk',
      usual: windows.usual,
      facts: { ...windows.facts, ...full, temp: 'c:\\a\\_temp' },
      want: windows.usual,
    },
  ];
  it.each(rows)('$name', ({ usual, facts, want }) => {
    expect(planPlaces(usual, facts)).toEqual(want);
    expect(isExportOnly(want.gocache)).toBe(facts.objects === 'export-only');
  });
});
