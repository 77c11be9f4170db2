import { describe, expect, it } from 'vitest';
import { ProfileReader } from '../../../../actions/coverage-gate/src/profile/profile-reader.ts';

const read = (text: string, chunkSize = Number.POSITIVE_INFINITY): ProfileReader => {
  const reader = new ProfileReader();
  reader.open('cover.out');
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkSize) reader.push(bytes.subarray(at, at + chunkSize));
  reader.close();
  return reader;
};
const blocks = ({ table }: ProfileReader) =>
  Array.from({ length: table.size }, (_, id) => [
    table.files[table.file[id] ?? 0],
    table.startLine[id],
    table.endCol[id],
    table.numStmt[id],
    table.count[id],
  ]);

describe('ProfileReader', () => {
  const accepted = [
    { name: 'nothing at all', text: '', want: [] },
    { name: 'a mode alone', text: 'mode: set\n', want: [] },
    {
      name: 'a last line without line end',
      text: 'mode: set\na/x.go:1.2,3.4 5 1',
      want: [['a/x.go', 1, 4, 5, 1]],
    },
    {
      name: 'Windows line ends',
      text: 'mode: set\r\na/x.go:1.2,3.4 5 1\r\n',
      want: [['a/x.go', 1, 4, 5, 1]],
    },
    {
      name: 'names with spaces and colons',
      text: 'mode: set\nC:/a b/x.go:1:1.2,3.4 5 1\n',
      want: [['C:/a b/x.go:1', 1, 4, 5, 1]],
    },
    {
      name: 'equal blocks once, or-ed',
      text: 'mode: set\nx.go:1.2,3.4 5 0\nx.go:1.2,3.4 5 1\nx.go:1.2,3.4 5 1\n',
      want: [['x.go', 1, 4, 5, 1]],
    },
    {
      name: 'equal blocks once, summed',
      text: 'mode: atomic\nx.go:1.2,3.4 5 7\nx.go:1.2,3.4 5 8\n',
      want: [['x.go', 1, 4, 5, 15]],
    },
    {
      name: 'blocks that differ in their end only',
      text: 'mode: set\nx.go:1.2,3.4 5 1\nx.go:1.2,3.5 5 0\n',
      want: [
        ['x.go', 1, 4, 5, 1],
        ['x.go', 1, 5, 5, 0],
      ],
    },
    {
      name: 'a plus sign, as strconv.Atoi does',
      text: 'mode: set\nx.go:1.2,3.4 5 +1\n',
      want: [['x.go', 1, 4, 5, 1]],
    },
  ];
  it.each(accepted)('reads $name, in chunks of any size', ({ text, want }) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(blocks(read(text, size))).toEqual(want);
  });

  const refused = [
    { name: 'a missing mode', text: 'x.go:1.2,3.4 5 1\n', throws: 'cover.out:1: expected "mode: set"' },
    { name: 'an empty mode', text: 'mode: \n', throws: 'cover.out:1' },
    {
      name: 'a second mode line',
      text: 'mode: set\nmode: set\n',
      throws: 'cover.out:2: expected NAME:LINE.COL',
    },
    { name: 'a blank line', text: 'mode: set\n\nx.go:1.2,3.4 5 1\n', throws: 'cover.out:2' },
    { name: 'a negative count', text: 'mode: set\nx.go:1.2,3.4 5 -1\n', throws: 'cover.out:2' },
    { name: 'a missing count', text: 'mode: set\nx.go:1.2,3.4 5\n', throws: 'found "x.go:1.2,3.4 5"' },
    { name: 'an empty name', text: 'mode: set\n:1.2,3.4 5 1\n', throws: 'cover.out:2' },
    { name: 'letters for numbers', text: 'mode: set\nx.go:1.2,3.4 five 1\n', throws: 'cover.out:2' },
    {
      name: 'another number of statements for the same block',
      text: 'mode: set\nx.go:1.2,3.4 5 1\nx.go:1.2,3.4 6 1\n',
      throws: 'cover.out:3: an earlier line',
    },
    { name: 'a line of 64 KiB', text: `mode: set\n${'x'.repeat(70_000)}:1.2,3.4 5 1\n`, throws: 'too long' },
  ];
  it.each(refused)('refuses $name', ({ text, throws }) => {
    for (const size of [1000, 17]) expect(() => read(text, size)).toThrow(throws);
  });

  it('without columns, blocks of one place with other numbers of statements are others (goyacc)', () => {
    const text = 'mode: set\ny:178.0,180.0 1 1\ny:178.0,180.0 2 0\ny:178.0,180.0 1 0\n';
    expect(blocks(read(text, 1000))).toEqual([
      ['y', 178, 0, 1, 1],
      ['y', 178, 0, 2, 0],
    ]);
  });

  it('drops an unfinished last line when its writer was killed', () => {
    const reader = new ProfileReader();
    reader.open('cover.out');
    reader.push(Buffer.from('mode: set\nx.go:1.2,3.4 5 1\nx.go:9.2,1'));
    reader.close({ cutOff: true });
    expect(blocks(reader)).toEqual([['x.go', 1, 4, 5, 1]]);
  });

  it('merges like a plain map, whatever the order and the repetitions (seed 11)', () => {
    const random = seeded(11);
    const lines = Array.from({ length: 3_000 }, () => {
      const line = 1 + Math.floor(random() * 40);
      return `m/${'abc'.charAt(Math.floor(random() * 3))}.go:${line}.1,${line + 1}.2 ${(line % 4) + 1} ${Math.floor(random() * 3)}`;
    });
    const repeated = [...lines, ...lines, ...lines.slice(500)];
    const want = new Map<string, number>();
    for (const line of repeated) {
      const key = line.slice(0, line.lastIndexOf(' '));
      want.set(key, (want.get(key) ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1)));
    }
    const { table } = read(`mode: count\n${repeated.join('\n')}\n`, 777);
    const got = new Map(
      Array.from({ length: table.size }, (_, id): [string, number] => [
        `${table.files[table.file[id] ?? 0]}:${table.startLine[id]}.${table.startCol[id]},${table.endLine[id]}.${table.endCol[id]} ${table.numStmt[id]}`,
        table.count[id] ?? 0,
      ]),
    );
    expect(got).toEqual(want);
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
