import {
  judgeBinary,
  nameBinaries,
  parseCompileErrors,
  planBuilds,
  unknownTargets,
} from '@go-actions/go-build';
import { parseTarget } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

describe('unknownTargets', () => {
  it('knows which targets Go does not', () => {
    expect(unknownTargets([parseTarget('linux/amd64'), parseTarget('linux/vax')], ['linux/amd64'])).toEqual([
      'linux/vax',
    ]);
  });
});

describe('nameBinaries', () => {
  const rows = [
    { name: 'takes the last element', input: ['m.test/x/cmd/api'], want: ['api'] },
    { name: 'skips a major version', input: ['m.test/tool/v2'], want: ['tool'] },
    { name: 'keeps a module that is only a version', input: ['v2'], want: ['v2'] },
    {
      name: 'tells twins apart',
      input: ['m.test/a/cmd/tool', 'm.test/b/cmd/tool', 'm.test/c'],
      want: ['a-tool', 'b-tool', 'c'],
    },
    {
      name: 'tells a twin apart from its parent',
      input: ['tool', 'm.test/tool'],
      want: ['tool', 'm.test-tool'],
    },
  ];
  it.each(rows)('$name', ({ input, want }) => {
    expect([...nameBinaries(input).values()]).toEqual(want);
  });
});

describe('planBuilds', () => {
  const flags = { ldflags: '-s -w', tags: ['netgo', 'osusergo'], cgo: false, trimpath: true };

  it('builds the mains of one module together, for each target', () => {
    const mains = ['m.test/x/cmd/api', 'm.test/x/cmd/cli'].map((importPath) => ({
      importPath,
      moduleDir: '/src',
    }));
    const builds = planBuilds(
      mains,
      [parseTarget('linux/arm/7'), parseTarget('windows/amd64')],
      flags,
      '/out',
    );
    expect(builds.map((build) => build.args)).toEqual([
      [
        'build',
        '-o',
        '/out/linux_armv7/',
        '-trimpath',
        '-ldflags',
        '-s -w',
        '-tags',
        'netgo,osusergo',
        'm.test/x/cmd/api',
        'm.test/x/cmd/cli',
      ],
      [
        'build',
        '-o',
        '/out/windows_amd64/',
        '-trimpath',
        '-ldflags',
        '-s -w',
        '-tags',
        'netgo,osusergo',
        'm.test/x/cmd/api',
        'm.test/x/cmd/cli',
      ],
    ]);
    expect(builds[0]?.env).toMatchObject({
      GOOS: 'linux',
      GOARCH: 'arm',
      GOARM: '7',
      CGO_ENABLED: '0',
      GOAMD64: undefined,
    });
    expect(builds[1]?.binaries.map((binary) => binary.path)).toEqual([
      '/out/windows_amd64/api.exe',
      '/out/windows_amd64/cli.exe',
    ]);
  });

  it('gives mains with the same name a build and a name of their own', () => {
    const mains = ['m.test/a/tool', 'm.test/b/tool'].map((importPath) => ({ importPath, moduleDir: '/src' }));
    const builds = planBuilds(
      mains,
      [parseTarget('linux/amd64')],
      { ldflags: '', tags: [], cgo: true, trimpath: false },
      '/out',
    );
    expect(builds.map((build) => build.args)).toEqual([
      ['build', '-o', '/out/linux_amd64/a-tool', 'm.test/a/tool'],
      ['build', '-o', '/out/linux_amd64/b-tool', 'm.test/b/tool'],
    ]);
    expect(builds[0]?.env.CGO_ENABLED).toBe('1');
  });
});

describe('judgeBinary', () => {
  const buildInfo = (over: Record<string, string> = {}, version = 'v1.5.0') => ({
    goVersion: 'go1.26.8',
    path: 'm.test/x',
    main: { path: 'm.test/x', version, sum: '' },
    deps: [],
    settings: {
      GOOS: 'linux',
      GOARCH: 'amd64',
      CGO_ENABLED: '0',
      'vcs.revision': 'abc',
      'vcs.modified': 'false',
      ...over,
    },
  });
  const elf = {
    format: 'ELF',
    interpreter: undefined,
    libraries: [] as string[],
    buildInfoRanges: [],
  } as const;
  const expectation = {
    target: parseTarget('linux/amd64'),
    static: true,
    cgo: false,
    version: 'v1.5.0',
    revision: 'abc',
  };
  const rows = [
    { name: 'accepts what was planned', evidence: { executable: elf, buildInfo: buildInfo() }, want: [] },
    {
      name: 'refuses a needed library',
      evidence: {
        executable: { ...elf, interpreter: '/lib/ld.so', libraries: ['libc.so.6'] },
        buildInfo: buildInfo(),
      },
      want: ['it is dynamically linked: it needs libc.so.6'],
    },
    {
      name: 'refuses a named loader',
      evidence: { executable: { ...elf, interpreter: '/lib/ld.so' }, buildInfo: buildInfo() },
      want: ['it is dynamically linked: it names the loader /lib/ld.so'],
    },
    {
      name: 'refuses another version',
      evidence: { executable: elf, buildInfo: buildInfo({}, 'v1.5.0+dirty') },
      want: ['its version is v1.5.0+dirty, not v1.5.0'],
    },
    {
      name: 'refuses a modified tree and another commit',
      evidence: { executable: elf, buildInfo: buildInfo({ 'vcs.revision': 'def', 'vcs.modified': 'true' }) },
      want: [
        'its vcs.revision is def, not abc',
        'it was built from a modified work tree (vcs.modified=true)',
      ],
    },
    {
      name: 'refuses another platform',
      evidence: { executable: elf, buildInfo: buildInfo({ GOARCH: 'arm64' }) },
      want: ['it was built with GOARCH=arm64, not amd64'],
    },
    {
      name: 'refuses a binary without build info',
      evidence: { executable: elf, buildInfo: undefined },
      want: ['it holds no Go build info'],
    },
    {
      name: 'cannot prove an unknown format',
      evidence: { executable: undefined, buildInfo: undefined },
      want: [
        'its format is not one that can be read (ELF, Mach-O, PE, WebAssembly), so nothing about linux/amd64 is proved',
      ],
    },
  ];
  it.each(rows)('$name', ({ evidence, want }) => {
    expect(judgeBinary(evidence, expectation)).toEqual(want);
  });
});

describe('parseCompileErrors', () => {
  it('reads places, with and without columns, and keeps continuation lines', () => {
    const text =
      '# m.test/x\n./main.go:3:7: undefined: y\n\thave (int)\nsub/a.go:9: no column\n./main.go:5:2: "os" imported and not used\ntoo many errors\n';
    expect(parseCompileErrors(text)).toEqual([
      { file: 'main.go', line: 3, column: 7, message: 'undefined: y\nhave (int)' },
      { file: 'sub/a.go', line: 9, message: 'no column' },
      { file: 'main.go', line: 5, column: 2, message: '"os" imported and not used' },
    ]);
  });
});
