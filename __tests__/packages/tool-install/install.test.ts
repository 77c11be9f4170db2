import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname } from 'node:path';
import { parseGoVersion, readGoVersion } from '@go-actions/go-project';
import { createProject, moduleProxyFiles, type Project } from '@go-actions/test-kit';
import { type InstallRequest, installGoTool } from '@go-actions/tool-install';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

const MAIN = 'package main\n\nfunc main() { println("hello") }\n';
const GO_MOD = 'module example.com/hello\n\ngo 1.24\n';
const path = process.env.PATH;
let project: Project;

/** A file-system module proxy that knows one program, and an empty module cache: the real go command, no network. */
beforeAll(async () => {
  const proxy = moduleProxyFiles('example.com/hello', 'v1.0.0', { 'go.mod': GO_MOD, 'main.go': MAIN });
  project = await createProject({ 'temp/.keep': '', 'other/hello': 'no program', 'proxy/.keep': '' });
  await project.write(
    Object.fromEntries(Object.entries(proxy).map(([name, content]) => [`proxy/${name}`, content])),
  );
  vi.stubEnv('GOPROXY', `file://${project.path('proxy')}`);
  vi.stubEnv('GOSUMDB', 'off');
  vi.stubEnv('GOMODCACHE', project.path('modcache'));
});
afterEach(() => {
  process.env.PATH = path;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await project[Symbol.asyncDispose]();
});

async function install(cache: string, more: Partial<InstallRequest> = {}) {
  const log: string[] = [];
  vi.stubEnv('RUNNER_TOOL_CACHE', project.path(cache)); // where the toolkit looks
  const tool = await installGoTool({
    name: 'hello',
    pkg: 'example.com/hello',
    version: 'v1.0.0',
    goVersion: await readGoVersion(project.dir),
    toolCache: project.path(cache),
    temp: project.path('temp'),
    log: (line) => log.push(line),
    ...more,
  });
  return { ...tool, log };
}

describe('installGoTool', () => {
  it('builds with go install, then takes the tool cache', async () => {
    const first = await install('cache');
    expect(first.source).toBe('go-install');
    expect(first.log.join('\n')).toMatch(/Building hello v1\.0\.0 .*\nBuilt hello/);
    const again = await install('cache');
    expect(again).toMatchObject({
      source: 'tool-cache',
      path: first.path,
      goVersion: first.goVersion,
      log: [],
    });
  });

  it('takes a fitting program from PATH and says why it refuses another', async () => {
    const { path: program } = await install('cache');
    process.env.PATH = `${dirname(program)}${delimiter}${path}`;
    expect(await install('unused')).toMatchObject({ source: 'path', path: program });
    process.env.PATH = `${project.path('other')}${delimiter}${path}`;
    await project.exec('chmod', ['+x', 'other/hello']);
    const built = await install('second');
    expect(built.source).toBe('go-install');
    expect(built.log[0]).toBe(
      'hello on PATH is not used: it carries no Go build information; v1.0.0 is wanted.',
    );
  });

  it('ignores a tool cache entry that was never completed', async () => {
    const { path: program } = await install('broken');
    await project.exec('rm', [`${dirname(program)}.complete`]);
    expect((await install('broken')).source).toBe('go-install');
  });

  it('says what go said when the version does not exist, and leaves nothing behind', async () => {
    await expect(install('missing', { version: 'v9.9.9' })).rejects.toThrow(
      /go install example\.com\/hello@v9\.9\.9` exited with code 1/,
    );
    expect(await project.exec('find', ['missing', '-type', 'f'])).toBe('');
  });

  it('names the toolchain when the modules use a newer Go than the installed one', async () => {
    const newer = parseGoVersion('go1.99.0');
    const log: string[] = [];
    // That Go does not exist: what matters is which one is asked for.
    await expect(install('newer', { goVersion: newer, log: (line) => log.push(line) })).rejects.toThrow(
      /go1\.99\.0/,
    );
    expect(log[0]).toContain('(GOTOOLCHAIN=go1.99.0+auto)');
  });

  it('takes what an earlier job left, when it still fits', async () => {
    const { path: program } = await install('cache');
    const restore = (from: string) => (into: string) => copyFile(from, into).then(() => true);
    expect((await install('restored', { restore: restore(program) })).source).toBe('restored');
    expect((await install('nothing', { restore: async () => false })).source).toBe('go-install');
    const wrong = await install('wrong-program', { restore: restore(project.path('other/hello')) });
    expect(wrong).toMatchObject({
      source: 'go-install',
      log: expect.arrayContaining([expect.stringMatching(/^hello: restored is of no use: it carries no/)]),
    });
  });

  it('takes a release archive whose sha256 fits, and builds when it does not or cannot be had', async () => {
    const { path: program } = await install('cache');
    await project.exec('mkdir', ['-p', 'pack/hello-1.0.0']);
    await project.exec('cp', [program, 'pack/hello-1.0.0/hello']);
    await project.exec('tar', ['-czf', 'hello.tar.gz', '-C', 'pack', 'hello-1.0.0/hello']);
    const archive = await readFile(project.path('hello.tar.gz'));
    const sum = createHash('sha256').update(archive).digest('hex');
    const server = createServer((request, response) => {
      if (request.url === '/sums.txt')
        response.end(`${'0'.repeat(64)}  hello.tar.gz.sbom.json\n${sum}  hello.tar.gz\n`);
      else if (request.url === '/wrong.txt') response.end(`${'0'.repeat(64)}  hello.tar.gz\n`);
      else if (request.url === '/hello.tar.gz') response.end(archive);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const folder = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const release = { folder, archive: 'hello.tar.gz', checksums: 'sums.txt', member: 'hello-1.0.0/hello' };
    try {
      expect((await install('release', { release })).source).toBe('release');
      expect((await install('release')).source).toBe('tool-cache');
      const wrong = await install('wrong', { release: { ...release, checksums: 'wrong.txt' } });
      expect(wrong.source).toBe('go-install');
      expect(wrong.log.join('\n')).toContain(`the sha256 of hello.tar.gz is ${sum}, and 000`);
      const none = await install('none', { release: { ...release, checksums: 'none.txt' } });
      expect(none.log.join('\n')).toContain('none.txt answered 404');
    } finally {
      server.close();
    }
    expect((await install('offline', { release })).source).toBe('go-install');
  });
});
