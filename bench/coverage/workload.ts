import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';

/** Packages of the standard library, copied into a module of their own: real code, and `go tool cover` finds it. */
const PACKAGES = [
  'archive/tar',
  'archive/zip',
  'bufio',
  'bytes',
  'compress/flate',
  'crypto/tls',
  'crypto/x509',
  'database/sql',
  'debug/dwarf',
  'debug/elf',
  'encoding/asn1',
  'encoding/gob',
  'encoding/json',
  'encoding/xml',
  'expvar',
  'flag',
  'fmt',
  'go/ast',
  'go/build',
  'go/doc',
  'go/parser',
  'go/printer',
  'go/types',
  'html/template',
  'image/jpeg',
  'image/png',
  'log/slog',
  'math/big',
  'mime/multipart',
  'net',
  'net/http',
  'net/http/httputil',
  'net/mail',
  'net/netip',
  'net/rpc',
  'net/textproto',
  'net/url',
  'os',
  'path/filepath',
  'reflect',
  'regexp',
  'regexp/syntax',
  'runtime',
  'sort',
  'strconv',
  'strings',
  'sync',
  'testing',
  'text/tabwriter',
  'text/template',
  'text/template/parse',
  'time',
];

export type Sources = { readonly files: number; readonly blocks: readonly string[] };

/** Writes the module and lists its blocks, `name:L.C,L.C statements`, as the instrumenting compiler makes them. */
export async function writeSources(dir: string): Promise<Sources> {
  const { stdout } = await runChecked('go', ['env', 'GOROOT']);
  await writeFile(join(dir, 'go.mod'), 'module example.com/big\n\ngo 1.24\n');
  const blocks: string[] = [];
  let files = 0;
  for (const pkg of PACKAGES) {
    const from = join(stdout.trim(), 'src', pkg);
    await mkdir(join(dir, pkg), { recursive: true });
    const names = (await readdir(from)).filter(
      (name) =>
        name.endsWith('.go') &&
        !name.endsWith('_test.go') &&
        !/_(windows|darwin|plan9|wasm|js|arm64|s390x|ppc64x|riscv64|loong64|mipsx?|mips64x|freebsd|openbsd|netbsd|solaris|aix|dragonfly)\b/.test(
          name,
        ),
    );
    for (const name of names) {
      const found = await listBlocks(join(from, name), `example.com/big/${pkg}/${name}`);
      if (found.length === 0) continue;
      files += 1;
      blocks.push(...found);
      await writeFile(join(dir, pkg, name), await readFile(join(from, name)));
    }
  }
  return { files, blocks };
}

/**
 * `go tool cover -mode=set` ends its output with two tables: positions (three numbers a block) and statement counts. In the
 * order in which `go test` writes them (internal/coverage/cformat): by first line, last line, first column.
 */
async function listBlocks(file: string, name: string): Promise<string[]> {
  const result = await run('go', ['tool', 'cover', '-mode=set', '-var=Bench', file]);
  if (result.code !== 0) return [];
  const positions = [...result.stdout.matchAll(/^\t\t(\d+), (\d+), (0x[0-9a-f]+), \/\/ \[\d+\]$/gm)];
  const statements = [...(result.stdout.split('NumStmt: [')[1] ?? '').matchAll(/^\t\t(\d+), \/\/ \d+$/gm)];
  return positions
    .map((position, i) => {
      const [from, to, columns] = [Number(position[1]), Number(position[2]), Number(position[3])];
      const [start, end] = [columns & 0xffff, columns >>> 16];
      return { from, to, start, text: `${name}:${from}.${start},${to}.${end} ${statements[i]?.[1] ?? 1}` };
    })
    .sort((a, b) => a.from - b.from || a.to - b.to || a.start - b.start)
    .map(({ text }) => text);
}

/** Repeats all blocks, as test binaries with -coverpkg do, until the profile has `bytes`; every fourth block is covered. */
export async function writeProfile(path: string, blocks: readonly string[], bytes: number): Promise<number> {
  const stream = createWriteStream(path);
  stream.write('mode: set\n');
  let written = 0;
  let lines = 0;
  for (let binary = 0; written < bytes; binary++) {
    const text = blocks.map((block, i) => `${block} ${(i * 7 + binary * 3) % 16 === 0 ? 1 : 0}\n`).join('');
    if (!stream.write(text)) await once(stream, 'drain');
    written += text.length;
    lines += blocks.length;
  }
  stream.end();
  await once(stream, 'close');
  return lines;
}

/** Events of 100 packages: tests that run, say two lines and pass. */
export async function writeEvents(path: string, count: number): Promise<number> {
  const stream = createWriteStream(path);
  let written = 0;
  for (let pkg = 0; written < count; pkg++) {
    const Package = `example.com/big/p${pkg}`;
    const events: object[] = [{ Action: 'start', Package }];
    for (let test = 0; test < 2_000; test++) {
      const Test = `TestNumber${test}`;
      events.push(
        { Action: 'run', Package, Test },
        { Action: 'output', Package, Test, Output: `=== RUN   ${Test}\n` },
        { Action: 'output', Package, Test, Output: `    x_test.go:${test}: a line of output\n` },
        { Action: 'output', Package, Test, Output: `--- PASS: ${Test} (0.00s)\n` },
        { Action: 'pass', Package, Test, Elapsed: 0 },
      );
    }
    events.push(
      { Action: 'output', Package, Output: 'coverage: 50.0% of statements\n' },
      { Action: 'pass', Package, Elapsed: 1 },
    );
    const text = events
      .map((event) => `${JSON.stringify({ Time: '2026-01-01T12:00:00.123456789Z', ...event })}\n`)
      .join('');
    if (!stream.write(text)) await once(stream, 'drain');
    written += events.length;
  }
  stream.end();
  await once(stream, 'close');
  return written;
}
