import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import {
  parseChecksums,
  renderChecksums,
} from '../../../../../actions/semver-release/src/assets/archive/checksums.ts';
import { packArchive } from '../../../../../actions/semver-release/src/assets/archive/io/archive.ts';

const TIME = new Date('2026-02-03T04:05:06Z');
const entries = [
  { name: 'app', mode: 0o755, bytes: Buffer.from('program'.repeat(1_000)) },
  { name: 'LICENSE', mode: 0o644, bytes: Buffer.from('MIT\n') },
  { name: 'empty', mode: 0o644, bytes: Buffer.alloc(0) },
];

describe('packArchive', () => {
  it.each(['tar.gz', 'zip'] as const)(
    'gives the same bytes for the same files in any order (%s)',
    async (format) => {
      const first = await packArchive(format, entries, TIME);
      const second = await packArchive(format, entries.toReversed(), new Date(TIME));
      expect(first.equals(second)).toBe(true);
      expect((await packArchive(format, entries, new Date(TIME.getTime() + 2_000))).equals(first)).toBe(
        false,
      );
    },
  );

  it('makes a tar that tar lists with our time, owner and modes', async () => {
    await using box = await createProject({ 'a.tar.gz': await packArchive('tar.gz', entries, TIME) });
    const listing = await box.exec('tar', ['--utc', '--full-time', '--numeric-owner', '-tvzf', 'a.tar.gz']);
    expect(listing.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      '-rw-r--r-- 0/0 4 2026-02-03 04:05:06 LICENSE',
      '-rwxr-xr-x 0/0 7000 2026-02-03 04:05:06 app',
      '-rw-r--r-- 0/0 0 2026-02-03 04:05:06 empty',
      '',
    ]);
    const gzip = await packArchive('tar.gz', entries, TIME);
    expect([...gzip.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
  });

  it("makes a zip that Go's archive/zip reads back, modes and time included", async () => {
    await using box = await createProject({
      'a.zip': await packArchive('zip', entries, TIME),
      'go.mod': 'module m.test/z\n',
      'main.go': `package main

import ("archive/zip"; "fmt"; "io")

func main() {
	r, err := zip.OpenReader("a.zip")
	if err != nil { panic(err) }
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil { panic(err) }
		b, err := io.ReadAll(rc)
		if err != nil { panic(err) }
		fmt.Println(f.Name, f.Mode(), len(b), f.Modified.UTC().Format("2006-01-02T15:04:05Z"))
	}
}
`,
    });
    expect(await box.exec('go', ['run', '.'])).toBe(
      'LICENSE -rw-r--r-- 4 2026-02-03T04:05:06Z\napp -rwxr-xr-x 7000 2026-02-03T04:05:06Z\nempty -rw-r--r-- 0 2026-02-03T04:05:06Z\n',
    );
  });
});

describe('renderChecksums', () => {
  it('is sorted, and reads back', () => {
    const text = renderChecksums([
      { name: 'b', sha256: 'b'.repeat(64) },
      { name: 'a', sha256: 'a'.repeat(64) },
    ]);
    expect(text).toBe(`${'a'.repeat(64)}  a\n${'b'.repeat(64)}  b\n`);
    expect([...parseChecksums(text).keys()]).toEqual(['a', 'b']);
  });
});
