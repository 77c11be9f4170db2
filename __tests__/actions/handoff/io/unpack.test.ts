import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@go-actions/action-kit';
import { makeZip } from '@go-actions/test-kit';
import { checkPath } from '@go-actions/zip';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../../actions/handoff/src/io/unpack.ts';
import { digestFiles, renderManifest } from '../../../../actions/handoff/src/manifest.ts';

describe('a hostile zip file', () => {
  const file = { path: 'a', content: 'hello' };
  const rows: { name: string; zip: Buffer; throws: RegExp }[] = [
    { name: 'no zip file', zip: Buffer.from('<html>'), throws: /expected a zip file/ },
    { name: 'an empty file', zip: Buffer.alloc(0), throws: /expected a zip file/ },
    { name: 'a file cut short', zip: makeZip([file]).subarray(0, -30), throws: /expected a zip file/ },
    {
      name: 'a file without its beginning',
      zip: makeZip([file]).subarray(20),
      throws: /inside the zip file|where the zip directory says|whole zip/,
    },
    {
      name: 'a path upwards',
      zip: makeZip([{ ...file, path: '../../etc/cron.d/x' }]),
      throws: /inside the folder/,
    },
    {
      name: 'a path upwards in the middle',
      zip: makeZip([{ ...file, path: 'a/../../x' }]),
      throws: /inside the folder/,
    },
    { name: 'an absolute path', zip: makeZip([{ ...file, path: '/etc/x' }]), throws: /inside the folder/ },
    {
      name: 'a folder upwards',
      zip: makeZip([{ path: '../x/', content: '', mode: 0o40755 }]),
      throws: /inside the folder/,
    },
    { name: 'a backslash', zip: makeZip([{ ...file, path: '..\\x' }]), throws: /every system/ },
    { name: 'a drive', zip: makeZip([{ ...file, path: 'C:/x' }]), throws: /every system/ },
    {
      name: 'a line break in a name',
      zip: makeZip([{ ...file, path: 'a\n::error::x' }]),
      throws: /every system/,
    },
    {
      name: 'a link',
      zip: makeZip([{ path: 'a', content: '/etc/passwd', mode: 0o120777 }]),
      throws: /link or device/,
    },
    {
      name: 'a device',
      zip: makeZip([{ path: 'a', content: '', mode: 0o020666 }]),
      throws: /link or device/,
    },
    {
      name: 'a folder that claims to be a file',
      zip: makeZip([{ path: 'a/', content: '' }]),
      throws: /link or device/,
    },
    { name: 'a file twice', zip: makeZip([file, file]), throws: /each path once/ },
    {
      name: 'a file that is a folder, too',
      zip: makeZip([file, { ...file, path: 'a/b' }]),
      throws: /ENOTDIR|EEXIST/,
    },
    { name: 'an encrypted file', zip: makeZip([{ ...file, flags: 1 }]), throws: /plain deflate/ },
    { name: 'another method', zip: makeZip([{ ...file, method: 99 }]), throws: /plain deflate/ },
    {
      name: 'a bomb',
      zip: makeZip([{ path: 'a', content: Buffer.alloc(5_000_000), size: 10 }]),
      throws: /expected 10 bytes/,
    },
    {
      name: 'more than an artifact holds',
      zip: makeZip([
        { ...file, size: 0xffff_fff0 },
        { ...file, path: 'b' },
        { ...file, path: 'c', size: 100 },
      ]),
      throws: /at most 4294967295 bytes/,
    },
    { name: 'a size that is too large', zip: makeZip([{ ...file, size: 6 }]), throws: /size and checksum/ },
    { name: 'a checksum that lies', zip: makeZip([{ ...file, crc: 1 }]), throws: /size and checksum/ },
    {
      name: 'content that is somewhere else',
      zip: makeZip([{ ...file, offset: 1 }]),
      throws: /where the zip directory says/,
    },
    {
      name: 'content after the end',
      zip: makeZip([{ ...file, offset: 0xffff_0000 }]),
      throws: /where the zip directory says/,
    },
  ];
  it.each(rows)('is refused: $name', async ({ zip, throws }) => {
    await inScratch(zip, async (path, folder) => {
      await expect(unpack(path, folder)).rejects.toThrow(throws);
    });
  });

  it('never makes more than an error, whatever byte is changed', async () => {
    const good = makeZip([file, { path: 'b/c', content: 'x'.repeat(1_000) }], 'comment');
    for (let at = 0; at < good.length; at += 1) {
      const zip = Buffer.from(good);
      zip.writeUInt8(zip.readUInt8(at) ^ 0xff, at);
      await inScratch(zip, async (path, folder, parent) => {
        await unpack(path, folder).catch(() => undefined); // either way is fine, as long as it stays inside
        expect(await readdir(parent)).toSatisfy((names: string[]) =>
          names.every((name) => /^(in\.zip|out)$/.test(name)),
        );
      });
    }
  });
});

describe('an ordinary zip file', () => {
  it('is unpacked as unzip unpacks it', async () => {
    const zip = makeZip(
      [
        { path: 'dir/', content: '', mode: 0o40755 },
        { path: 'dir/ü 🙂.txt', content: 'é\n' },
        { path: 'stored', content: Buffer.from([0, 255]), method: 0 },
        { path: 'empty', content: '' },
      ],
      'a comment',
    );
    await inScratch(zip, async (path, folder, parent) => {
      const files = await unpack(path, folder);
      expect(files.map((file) => `${file.path} ${file.size}`)).toEqual([
        'dir/ü 🙂.txt 3',
        'stored 2',
        'empty 0',
      ]);
      const oracle = 'import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';
      const python = await run('python3', ['-c', oracle, path, join(parent, 'oracle')]).catch(
        () => undefined,
      );
      if (!python) return; // no python3 here: the expectation above stands alone
      expect(python.stderr).toBe('');
      for (const file of files) {
        expect(await readFile(join(folder, file.path))).toEqual(
          await readFile(join(parent, 'oracle', file.path)),
        );
      }
    });
  });
});

describe('a zip file with a comment that looks like its end', () => {
  it('is read all the same', async () => {
    await inScratch(makeZip([{ path: 'a', content: 'a' }], 'see PK\x05\x06 there'), async (path, folder) => {
      expect(await unpack(path, folder)).toHaveLength(1);
    });
  });
});

describe('an artifact', () => {
  const hash = (digit: string) => digit.repeat(64);

  it('has a digest that depends on names and content, not on the order', () => {
    const a = { path: 'a', size: 1, sha256: hash('1'), executable: false };
    const b = { path: 'b', size: 1, sha256: hash('2'), executable: false };
    expect(digestFiles([a, b])).toBe(digestFiles([b, a]));
    expect(digestFiles([a, b])).not.toBe(digestFiles([a, { ...b, path: 'c' }]));
    expect(digestFiles([a, b])).not.toBe(digestFiles([a, { ...b, sha256: hash('3') }]));
    expect(digestFiles([a, b])).not.toBe(digestFiles([a, { ...b, executable: true }]));
  });

  it('has one line for each file, whatever its name is', () => {
    const odd = { path: 'a\n1  b\\', size: 0, sha256: '1', executable: false };
    expect(renderManifest([odd])).toBe('\\1  a\\n1  b\\\\\n');
  });

  it('is listed in the order of bytes', () => {
    const paths = ['b', 'a/b', 'a-b', '\u{1f642}', '\uffee'];
    const list = renderManifest(paths.map((path) => ({ path, size: 0, sha256: '', executable: false })));
    expect(list.trim().split(/\s+/)).toEqual(['a-b', 'a/b', 'b', '\uffee', '\u{1f642}']);
  });

  it.each(['a', 'a/b.c', '.hidden', 'a b', 'ü/🙂', 'a..b'])('takes the path %j', (path) => {
    expect(() => checkPath(path)).not.toThrow();
  });

  it.each(['', '.', '..', '/a', 'a/', 'a//b', 'a/./b', 'a/..', 'a.', 'a /b', 'nul\0', 'a:b', 'a\u007f'])(
    'refuses the path %j',
    (path) => {
      expect(() => checkPath(path)).toThrow(/^expected /);
    },
  );
});

async function inScratch(
  zip: Buffer,
  body: (path: string, folder: string, parent: string) => Promise<void>,
): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'go-actions-zip-'));
  try {
    await writeFile(join(parent, 'in.zip'), zip);
    await body(join(parent, 'in.zip'), join(parent, 'out'), parent);
  } finally {
    await rm(parent, { recursive: true });
  }
}
