import { readdir } from 'node:fs/promises';
import { createProject } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGoDev } from '../../go-dev.ts';
import { type Releases, runWithoutGo, serveReleases } from '../../releases.ts';

const VERSIONS = ['go1.25.6', 'go1.26.7', 'go1.26.8', 'go1.27rc1'];

let releases: Releases;
beforeAll(async () => {
  releases = await serveReleases(VERSIONS);
});
afterAll(() => releases.close());

const setUp = (
  files: Record<string, string>,
  inputs: Record<string, string>,
  { base = 'dl', env = {} }: { base?: string; env?: Record<string, string> } = {},
) => runWithoutGo({ files, inputs: { 'go-download-base-url': `${releases.url}/${base}`, ...inputs }, env });

describe('the Go that is installed', () => {
  const rows = [
    { name: 'a range from the input', files: {}, inputs: { 'go-version': '1.26' }, want: '1.26.8' },
    { name: 'stable', files: {}, inputs: { 'go-version': 'stable' }, want: '1.26.8' },
    { name: 'oldstable', files: {}, inputs: { 'go-version': 'oldstable' }, want: '1.25.6' },
    { name: 'a release candidate by name', files: {}, inputs: { 'go-version': '1.27rc1' }, want: '1.27rc1' },
    {
      name: 'the toolchain line',
      files: { 'go.mod': 'module m\ngo 1.24\ntoolchain go1.26.7\n' },
      inputs: {},
      want: '1.26.7',
    },
    {
      name: 'go.work above',
      files: { 'go.work': 'go 1.25.6\nuse ./m\n', 'm/go.mod': 'module m\ngo 1.25\n' },
      inputs: { 'working-directory': 'm' },
      want: '1.25.6',
    },
    {
      name: 'a named file',
      files: { 'ci/.go-version': '1.25\n' },
      inputs: { 'go-version-file': 'ci/.go-version' },
      want: '1.25.6',
    },
    { name: 'nothing at all', files: {}, inputs: {}, want: '1.26.8' },
  ];
  it.each(rows)('follows $name', async ({ files, inputs, want }) => {
    const result = await setUp(files, inputs);
    expect(result.annotations).toEqual([]);
    expect(result.outputs).toMatchObject({ 'go-version': want, 'cache-hit': 'false' });
    expect(result.paths.at(-1)).toBe(`${result.outputs.goroot}/bin`);
    expect(result.exported.GOTOOLCHAIN).toBe('local');
    expect(result.summary).toMatch(/^### ✅ Go \S+ is ready; the caches are cold: .+\.\n\n<details>/);
    expect(result.summary).toContain('downloaded, sha256 checked');
  });

  it('is not pinned when go.mod needs a newer one', async () => {
    const result = await setUp({ 'go.mod': 'module m\ngo 1.26.8\n' }, { 'go-version': '1.25.6' });
    expect(result.exported).not.toHaveProperty('GOTOOLCHAIN');
  });
});

describe('a version that cannot be had', () => {
  const rows = [
    {
      name: 'one that does not exist',
      files: {},
      inputs: { 'go-version': '1.26.99' },
      says: 'The nearest versions are go1.26.8, go1.26.7.',
    },
    {
      name: 'nonsense',
      files: {},
      inputs: { 'go-version': 'newest' },
      says: '`go-version` is "newest"; expected a Go version',
    },
    {
      name: 'a missing file',
      files: {},
      inputs: { 'go-version-file': 'x.mod' },
      says: 'there is no such file',
    },
    {
      name: 'a contradiction',
      files: { 'go.mod': 'module m\ngo 1.26.1\n', '.go-version': '1.25.6\n' },
      inputs: {},
      says: '.go-version asks for Go 1.25.6',
    },
    { name: 'a broken go.mod', files: { 'go.mod': 'module m\ngo one\n' }, inputs: {}, says: 'go.mod:2' },
    {
      name: 'a missing folder',
      files: {},
      inputs: { 'working-directory': 'x' },
      says: 'there is no such folder',
    },
    {
      name: 'an unknown processor',
      files: {},
      inputs: { architecture: 'z80' },
      says: '`architecture` is "z80"',
    },
  ];
  it.each(rows)('because of $name is one error with a remedy', async ({ files, inputs, says }) => {
    const result = await setUp(files, inputs);
    expect(result.code).toBe(1);
    expect(result.annotations.map(({ level }) => level)).toEqual(['error']);
    expect(result.annotations[0]?.message).toContain(says);
  });

  it('because its bytes are not those of the index leaves nothing behind', async () => {
    const result = await setUp({}, { 'go-version': '1.26.8' }, { base: 'tampered' });
    expect(result.annotations[0]?.message).toContain('but the index says');
    expect(result.paths).toEqual([]);
  });
});

describe('a mirror without TLS', () => {
  const install = async (path: string) => {
    await using world = await startGoDev(releases);
    const inputs = { 'go-version': '1.26.8', 'go-download-base-url': `${world.mirror}/${path}` };
    const result = await setUp({}, inputs, { env: world.env });
    return { ...result, asked: world.asked };
  };

  it('is held to the hashes of go.dev', async () => {
    const { asked, outputs, stdout } = await install('dl');
    expect(outputs['go-version']).toBe('1.26.8');
    expect(stdout).toContain('the hashes are taken from go.dev');
    expect(asked).toEqual([
      'https://go.dev/dl/?mode=json&include=all',
      expect.stringMatching(/^http:\/\/mirror\.example\.com\/dl\/go1\.26\.8\.[\w.-]+$/),
    ]);
  });

  it('gets nowhere with an archive of its own, and a list that has the hash of it', async () => {
    const { code, annotations, paths } = await install('forged');
    expect(code).toBe(1);
    expect(annotations[0]?.message).toContain('but the index says');
    expect(paths).toEqual([]);
    // On this very machine nobody stands between, so that its list is believed.
    const local = await setUp({}, { 'go-version': '1.26.8' }, { base: 'forged' });
    expect(local.outputs['go-version']).toBe('1.26.8');
  });
});

describe('a tool cache that jobs share', () => {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';

  it('gets one whole Go from two jobs that unpack it at once', async () => {
    await using machine = await createProject({});
    const env = { RUNNER_TOOL_CACHE: machine.path('tools') };
    const job = () => setUp({}, { 'go-version': '1.26.8' }, { base: 'together', env });
    const results = await Promise.all([job(), job()]);
    const goroot = machine.path('tools/go/1.26.8', arch);
    for (const { code, outputs, annotations } of results)
      expect({ code, goroot: outputs.goroot, annotations }).toEqual({ code: 0, goroot, annotations: [] });
    expect((await readdir(machine.path('tools/go/1.26.8'))).sort()).toEqual([arch, `${arch}.complete`]);
    expect(await readdir(goroot)).toEqual(['VERSION', 'bin']);
  });

  it('loses what a job has left that was killed as it copied', async () => {
    await using machine = await createProject({
      [`tools/go/1.26.8/${arch}/VERSION`]: 'go1.26.8\n',
      [`tools/go/1.26.8/${arch}/half`]: '',
    });
    const env = { RUNNER_TOOL_CACHE: machine.path('tools') };
    const { outputs } = await setUp({}, { 'go-version': '1.26.8' }, { env });
    expect(await readdir(outputs.goroot ?? '')).toEqual(['VERSION', 'bin']);
  });
});

describe('settings for later steps', () => {
  const inputs = {
    'go-version': '1.26.8',
    goproxy: 'https://proxy.example.com,direct',
    'private-modules': 'github.com/acme: s3cret',
  };
  it('case security/07: are exported without the tokens, which are masked before anything else', async () => {
    const { exported, state, stdout } = await setUp({}, inputs);
    expect(exported).toMatchObject({
      GOPROXY: 'https://proxy.example.com,direct',
      GOPRIVATE: 'github.com/acme',
    });
    const handedOn = JSON.stringify([exported, state]);
    expect([handedOn.includes('s3cret'), handedOn.includes(btoa('x-access-token:s3cret'))]).toEqual([
      false,
      false,
    ]);
    expect(handedOn).not.toContain('GIT_CONFIG');
    expect(stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('s3cret');
  });
  it('case security/15: hold the tokens as headers when they are to be exposed', async () => {
    const { exported } = await setUp({}, { ...inputs, 'expose-private-modules': 'true' });
    expect(exported).toMatchObject({
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_1: 'http.https://github.com/acme/.extraheader',
      GIT_CONFIG_VALUE_1: `Authorization: Basic ${btoa('x-access-token:s3cret')}`,
    });
  });
  it("case cache-plan/12: replace the runner's GOROOT", async () => {
    const env = { GOROOT: '/opt/go1.20' };
    const { exported, outputs } = await setUp({}, { 'go-version': '1.26.8' }, { env });
    expect(exported.GOROOT).toBe(outputs.goroot);
  });
  it('case cache-plan/11: turn compile errors and failures of tests into annotations', async () => {
    const { stdout } = await setUp({}, { 'go-version': '1.26.8' });
    expect(stdout).toMatch(/^::add-matcher::.+\.json$/m);
  });
  it.each(['1.2', '1.1', '1.3'])(
    'case cache-plan/13: an unquoted %s0 is answered with the fix',
    async (version) => {
      const { code, annotations } = await setUp({}, { 'go-version': version });
      expect(code).toBe(1);
      expect(annotations.map(({ message }) => message)).toEqual([
        expect.stringContaining(`go-version: '${version}0', or let go.mod decide`),
      ]);
    },
  );
  it('with malformed YAML are one error that shows no token', async () => {
    const { code, stdout } = await setUp({}, { 'private-modules': '- s3cret' });
    expect(code).toBe(1);
    expect(stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('s3cret');
  });
});
