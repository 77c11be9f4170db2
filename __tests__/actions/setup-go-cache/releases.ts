import { createHash } from 'node:crypto';
import { readFile, symlink } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type ActionResult, createProject, runAction } from '@go-actions/test-kit';

const OS = process.platform;
const ARCHITECTURES = ['amd64', 'arm64'];

export type Releases = { readonly url: string; readonly answer: RequestListener; close(): void };

/**
 * A server with the layout of go.dev/dl: the index, and archives of a GOROOT whose `go` only knows `go env`. Below
 * `/tampered` archives are not what the index says, below `/forged` they are, but not those of `/dl`; `/private` answers only
 * requests with `token s3cret`, and `/together` sends an archive when two have asked for one.
 */
export async function serveReleases(versions: readonly string[]): Promise<Releases> {
  const files = new Map<string, Buffer>();
  for (const version of versions) {
    await using root = await createProject({
      'go/VERSION': `${version}\ntime 2026-01-01T00:00:00Z\n`,
      'go/bin/go':
        '#!/bin/sh\necho \'{"GOCACHE":"/nowhere/c","GOMODCACHE":"/nowhere/m","GOPATH":"/nowhere","GOFLAGS":""}\'\n',
    });
    await root.exec('chmod', ['+x', 'go/bin/go']);
    await root.exec('tar', ['-czf', 'go.tar.gz', 'go']);
    const archive = await readFile(root.path('go.tar.gz'));
    for (const arch of ARCHITECTURES) files.set(`${version}.${OS}-${arch}.tar.gz`, archive);
  }
  const forge = (bytes: Buffer) => Buffer.concat([bytes, gzipSync('')]); // unpacks to the same
  const list = (change: (bytes: Buffer) => Buffer) =>
    versions.map((version) => ({
      version,
      files: ARCHITECTURES.map((arch) => {
        const filename = `${version}.${OS}-${arch}.tar.gz`;
        const bytes = change(files.get(filename) ?? Buffer.alloc(0));
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return { filename, os: OS, arch, kind: 'archive', size: bytes.length, sha256 };
      }),
    }));
  const index = { honest: list((bytes) => bytes), forged: list(forge) };
  const waiting: (() => void)[] = [];
  const answer: RequestListener = (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, base, name = ''] = pathname.split('/');
    const file = files.get(name);
    if (base === 'private' && request.headers.authorization !== 'token s3cret') response.writeHead(401).end();
    else if (name === '') response.end(JSON.stringify(base === 'forged' ? index.forged : index.honest));
    else if (!file) response.writeHead(404).end();
    else if (base === 'together') {
      waiting.push(() => response.end(file));
      if (waiting.length > 1) for (const send of waiting.splice(0)) send();
    } else response.end(base === 'tampered' || base === 'forged' ? forge(file) : file);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, answer, close: () => server.close() };
}

/** The action on a runner without Go, in a workspace with these files. */
export async function runWithoutGo(options: {
  readonly files: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ActionResult> {
  await using project = await createProject({ 'README.md': '', ...options.files });
  await using bin = await createProject({});
  await bin.exec('mkdir', ['temp']);
  for (const tool of ['tar', 'gzip', 'git', 'sh']) {
    await symlink((await bin.exec('which', [tool])).trim(), bin.path(tool));
  }
  return await runAction('setup-go-cache', {
    workspace: project.dir,
    temp: bin.path('temp'),
    env: { PATH: [bin.dir, dirname(process.execPath)].join(':'), ...options.env },
    inputs: { 'test-results': 'false', ...options.inputs },
  });
}
