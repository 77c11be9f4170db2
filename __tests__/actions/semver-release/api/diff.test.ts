import { describe, expect, it } from 'vitest';
import { bumpOfApi, mergeApiDiffs, parseApiDiff } from '../../../../actions/semver-release/src/api/diff.ts';

/** As apidiff of golang.org/x/exp prints it. */
const PRINTED = `Ignoring internal package m.test/lib/v2/internal/x
Incompatible changes:
- F: changed from func(int) to func(...int)
- ./cmd/tool.Exported: removed
- ./cmd/tools.Gone: removed
- package m.test/lib/v2/sub: removed
- package m.test/lib/v2/cmd/tool: removed
Compatible changes:
- New: added
- ./cmd/tool.Other: added
`;

describe('parseApiDiff', () => {
  const rows = [
    {
      name: 'leaves programs out, and nothing that only begins like one',
      text: PRINTED,
      own: ['m.test/lib/v2', 'm.test/lib/v2/sub', 'm.test/lib/v2/cmd/tools'],
      want: {
        incompatible: [
          'F: changed from func(int) to func(...int)',
          './cmd/tools.Gone: removed',
          'package m.test/lib/v2/sub: removed',
        ],
        compatible: ['New: added'],
      },
    },
    {
      name: 'leaves the root out when it is a program',
      text: 'Incompatible changes:\n- F: removed\n- ./sub.G: removed\n',
      own: ['m.test/lib/v2/sub'],
      want: { incompatible: ['./sub.G: removed'], compatible: [] },
    },
    { name: 'reads no change', text: '', own: [], want: { incompatible: [], compatible: [] } },
    {
      name: 'reads Windows line ends and continued lines',
      text: 'Compatible changes:\r\n- A: added\r\n  and more\r\n- ./d.D: added\r\n  and not this\r\n',
      own: ['m.test/lib/v2'],
      want: { incompatible: [], compatible: ['A: added and more'] },
    },
  ];
  it.each(rows)('$name', ({ text, own, want }) => {
    expect(parseApiDiff(text, 'm.test/lib/v2', new Set(own))).toEqual(want);
  });

  it('asks for a bump', () => {
    const diff = (incompatible: string[], compatible: string[]) => bumpOfApi({ incompatible, compatible });
    expect([diff(['F'], []), diff(['F'], ['G']), diff([], ['G']), diff([], [])]).toEqual([
      'major',
      'major',
      'minor',
      'none',
    ]);
  });

  it('counts what is true on one platform', () => {
    const merged = mergeApiDiffs([
      { incompatible: ['B'], compatible: ['X'] },
      { incompatible: ['A', 'B'], compatible: [] },
    ]);
    expect(merged).toEqual({ incompatible: ['A', 'B'], compatible: ['X'] });
  });
});
