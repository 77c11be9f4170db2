import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { runChecked } from '@go-actions/action-kit';
import { readBuildInfo, readExecutable } from '@go-actions/go-build';
import { parseGoMod, parseGoSum, parseGoWork } from '@go-actions/go-project';
import { createProject, makeZip } from '@go-actions/test-kit';
import { findChecksum, parseToolInfo } from '@go-actions/tool-install';
import { parseZipDirectory, parseZipEnd, TAIL_BYTES } from '@go-actions/zip';
import { inRoot } from '../../root.ts';

/** A reader of what strangers write, and whole documents of its format to start from. */
export type Reader = {
  readonly name: string;
  readonly seeds: readonly Buffer[];
  readonly read: (bytes: Buffer) => unknown;
};

const text = (name: string, read: (text: string) => unknown, ...seeds: readonly string[]): Reader => ({
  name,
  seeds: seeds.map((seed) => Buffer.from(seed)),
  read: (bytes) => read(bytes.toString('utf8')),
});
const json = (value: unknown): string => JSON.stringify(value);
const sum = 'a'.repeat(64);

type Functions = Readonly<Record<string, (input: unknown, ...more: unknown[]) => unknown>>;
type Profile = { open(name: string): void; push(chunk: Buffer): void; close(): void };

/** Nothing of ours imports an action; what is tried here is looked up in its file, by its name. */
const from = (action: string, module: string): Promise<unknown> =>
  import(pathToFileURL(inRoot('actions', action, 'src', `${module}.ts`)).href);

async function reader(
  action: string,
  module: string,
  name: string,
): Promise<(input: unknown, ...more: unknown[]) => unknown> {
  const found = ((await from(action, module)) as Functions)[name];
  if (!found) throw new Error(`${action} has no ${name} in ${module}.`);
  return found;
}

export async function listReaders(): Promise<Reader[]> {
  const { ProfileReader } = (await from('coverage-gate', 'profile/profile-reader')) as {
    ProfileReader: new () => Profile;
  };
  const [parseManifest, parseImage] = await Promise.all([
    reader('image-publish', 'layout/layout', 'parseManifest'),
    reader('image-publish', 'layout/layout', 'parseImage'),
  ]);
  const parseReleaseIndex = await reader('setup-go-cache', 'toolchain/releases', 'parseReleaseIndex');
  const parseUnifiedDiff = await reader('lint-gate', 'checks/unified-diff', 'parseUnifiedDiff');
  return [
    {
      name: 'zip',
      seeds: [
        makeZip([
          { path: 'a/b', content: 'x'.repeat(99) },
          { path: 'c', content: '' },
        ]),
      ],
      read: readZip,
    },
    {
      name: 'pack',
      seeds: packSeeds(await reader('setup-go-cache', 'pack/header', 'encodeIndex')),
      read: await reader('setup-go-cache', 'pack/header', 'decodeIndex'),
    },
    text(
      'go.mod',
      parseGoMod,
      'module example.com/m\n\ngo 1.24\ntoolchain go1.25.1\nrequire (\n\ta.b/c v1.2.3 // indirect\n)\nreplace a.b/c => ../c\nexclude x.y/z v0.0.0-20200101000000-abcdefabcdef\nretract [v1.0.0, v1.1.0]\ntool a.b/c/cmd\nignore ./x\ngodebug panicnil=1\n',
    ),
    text(
      'go.work',
      parseGoWork,
      'go 1.24\nuse (\n\t./a\n\t"./b c"\n)\nreplace a.b/c v1.0.0 => d.e/f v1.1.0\n',
    ),
    text(
      'go.sum',
      parseGoSum,
      `a.b/c v1.2.3 h1:${'A'.repeat(43)}=\na.b/c v1.2.3/go.mod h1:${'A'.repeat(43)}=\n`,
    ),
    {
      name: 'profile',
      seeds: [
        Buffer.from('mode: atomic\na/x.go:1.2,3.4 5 1\na/x.go:5.2,6.4 1 0\nb/y.go:1.1,1.9 2 4294967296\n'),
      ],
      read: (bytes) => {
        const reader = new ProfileReader();
        reader.open('cover.out');
        for (let at = 0; at < bytes.length; at += 37) reader.push(bytes.subarray(at, at + 37));
        reader.close();
      },
    },
    {
      name: 'executable',
      seeds: await executables(),
      read: (bytes) => {
        const found = readExecutable(bytes);
        return found && readBuildInfo(bytes, found);
      },
    },
    text(
      'go version -m',
      parseToolInfo,
      'x: go1.26.1\n\tpath\ta.b/c\n\tmod\ta.b/c\tv1.2.3\th1:x=\n\tbuild\tCGO_ENABLED=0\n',
    ),
    text('checksums', (list) => findChecksum(list, 'a.tar.gz'), `${sum}  a.tar.gz\n${sum} *b.zip\n`),
    text('artifact: coverage', await reader('pr-report', 'coverage-claim', 'parseCoverageClaim'), coverage()),
    text('artifact: lint', await reader('pr-report', 'lint-claim', 'parseLintClaim'), lint()),
    text(
      'artifact: attributes',
      await reader('handoff', 'attributes', 'parseAttributes'),
      json({ executable: ['a'], names: { a: 'b:c' } }),
    ),
    text(
      'coverage record',
      await reader('coverage-gate', 'compare/record', 'parseRecord'),
      json({ format: 1, commit: 'c', packages: { 'a/b': [1, 2] }, total: { covered: 1, statements: 2 } }),
    ),
    text(
      'registry: challenge',
      await reader('oidc-registry-login', 'verification/challenge', 'parseChallenge'),
      'Bearer realm="https://a.b/token",service="a.b",scope="repository:x/y:pull,push"',
      'Basic realm="x"',
    ),
    text(
      'registry: manifest',
      (document) => parseImage(parseManifest(document), document),
      json({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${sum}`, size: 3 },
        layers: [
          { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: `sha256:${sum}`, size: 9 },
        ],
        architecture: 'amd64',
        os: 'linux',
        rootfs: { type: 'layers', diff_ids: [`sha256:${sum}`] },
      }),
    ),
    text(
      'list of Go releases',
      (list) => parseReleaseIndex(JSON.parse(list), 'linux', 'amd64'),
      json([
        {
          version: 'go1.26.1',
          stable: true,
          files: [
            {
              filename: 'go1.26.1.linux-amd64.tar.gz',
              os: 'linux',
              arch: 'amd64',
              sha256: sum,
              size: 9,
              kind: 'archive',
            },
          ],
        },
      ]),
    ),
    text(
      'diff',
      (diff) => parseUnifiedDiff(diff, (name: string) => name),
      'diff a.go.orig a.go\n--- a.go.orig\n+++ a.go\n@@ -1,3 +1,3 @@\n a\n-b\n+c\n d\n',
    ),
  ];
}

function readZip(zip: Buffer): void {
  const end = parseZipEnd(zip.subarray(Math.max(0, zip.length - TAIL_BYTES)), zip.length);
  parseZipDirectory(zip.subarray(end.offset, end.offset + end.size), end);
}

/** A build cache and a module cache. */
function packSeeds(encode: (index: unknown) => unknown): Buffer[] {
  const encodeIndex = (index: unknown) => encode(index) as Buffer;
  const own = { key: '', start: 0 };
  const id = (digit: string) => digit.repeat(64);
  const object = { id: id('a'), frame: 0, offset: 0, stored: 100, size: 100, age: 0 };
  const frames = [[0, 0, 50, 100]] as const;
  const module = { path: 'a.b/C', version: 'v1.0.0', sum: 'h1:x=', frame: 0, offset: 0 };
  return [
    encodeIndex({
      ...{ kind: 'build', packs: [own, { key: 'older', start: 400 }], frames, objects: [object] },
      actions: [{ id: id('c'), object: 0, age: 1, time: 1_763_700_000_123_456_789n }],
    }),
    encodeIndex({
      ...{ kind: 'modules', packs: [own], frames, modules: [{ ...module, files: [['a/b.go', 30]] }] },
      goMods: [{ path: 'a.b/C', version: 'v1.0.0', mod: 'module a.b/C\n' }],
    }),
  ];
}

/** Programs of three systems, of which only the beginning is changed much: there stand the tables. */
async function executables(): Promise<Buffer[]> {
  await using project = await createProject({
    'go.mod': 'module example.com/m\n\ngo 1.24\n',
    'main.go': 'package main\n\nfunc main() { println("x") }\n',
  });
  const made: Buffer[] = [];
  for (const target of ['linux/amd64', 'windows/amd64', 'darwin/arm64']) {
    const [GOOS, GOARCH] = target.split('/');
    const env = { GOOS, GOARCH, CGO_ENABLED: '0', GOFLAGS: '' };
    await runChecked('go', ['build', '-ldflags=-s -w', '-o', 'out', '.'], { cwd: project.dir, env });
    made.push(await readFile(project.path('out')));
  }
  return made;
}

function coverage(): string {
  const count = { covered: 1, statements: 3 };
  return json({
    schema: 1,
    verdict: 'fail',
    total: { ...count, percent: '33.33' },
    patch: {
      ...count,
      percent: '33.33',
      files: [{ path: 'a.go', count, uncovered: [{ start: 3, end: 4 }] }],
    },
    checks: [{ kind: 'total', subject: '', count: {}, minimum: '80', met: true }],
    tests: { tests: 1, passed: 0, failed: 1, skipped: 0, flaky: 0, cached: 0 },
    failures: [{ kind: 'test', package: 'a/b', test: 'TestA', message: 'm' }],
    incomplete: [],
    packages: [],
  });
}

function lint(): string {
  const finding = {
    standing: 'new',
    check: 'fmt',
    module: '.',
    severity: 'error',
    file: 'a.go',
    line: 4,
    rule: 'gofmt',
    message: 'm',
    fix: { start: 4, end: 4, text: 'x' },
  };
  return json({
    format: 1,
    verdict: 'fail',
    checks: [{ check: 'fmt', module: '.', ms: 1, findings: 1 }],
    findings: [finding],
  });
}
