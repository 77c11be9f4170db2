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
      name: 'case release/17: v1 and v0 are no versions of a name',
      input: ['m.test/x/v1', 'm.test/y/v0'],
      want: ['v1', 'v0'],
    },
    { name: 'knows versions of two digits', input: ['m.test/x/v10'], want: ['x'] },
    { name: 'v01 is not a version', input: ['m.test/x/v01'], want: ['v01'] },
    {
      name: 'an example never renames the program',
      input: ['m.test/x/cmd/app', 'm.test/x/examples/app', 'm.test/x/internal/tools/app'],
      want: ['app', 'examples-app', 'tools-app'],
    },
    {
      name: 'the program at the root keeps its name beside its own command',
      input: ['m.test/tool', 'm.test/tool/cmd/tool'],
      want: ['tool', 'tool-tool'],
    },
    {
      name: 'names that differ by case alone are twins',
      input: ['m.test/a/Tool', 'm.test/b/tool'],
      want: ['a-Tool', 'b-tool'],
    },
    {
      name: 'a longer name never meets the plain name of another main',
      input: ['m.test/a/cmd/tool', 'm.test/b/cmd/tool', 'm.test/c/a-tool'],
      want: ['m.test-a-cmd-tool', 'b-tool', 'a-tool'],
    },
    {
      name: 'even whole paths that look alike get two names',
      input: ['m/a-b/c', 'm/a/b-c', 'm/a/b/c', 'x/c', 'm-a-b/c'],
      want: ['a-b-c', 'b-c', 'm-a-b-c', 'x-c', 'm-a-b-c-2'],
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

  const linux = parseTarget('linux/amd64');
  const windows = parseTarget('windows/amd64');
  const main = (importPath: string, targets = [linux, windows]) => ({
    importPath,
    moduleDir: '/src',
    targets,
  });

  it('builds every main for each target into a file that it names itself', () => {
    const arm = parseTarget('linux/arm/7');
    const builds = planBuilds([main('m.test/x/cmd/api', [arm, windows])], [arm, windows], flags, '/out');
    expect(builds.map((build) => build.args)).toEqual(
      ['/out/linux_armv7/api', '/out/windows_amd64/api.exe'].map((path) => [
        'build',
        '-o',
        path,
        '-trimpath',
        '-ldflags',
        '-s -w',
        '-tags',
        'netgo,osusergo',
        '--',
        'm.test/x/cmd/api',
      ]),
    );
    expect(builds[0]?.env).toMatchObject({
      GOOS: 'linux',
      GOARCH: 'arm',
      GOARM: '7',
      CGO_ENABLED: '0',
      GOAMD64: undefined,
    });
  });

  const rows = [
    {
      name: 'case release/16: a main of one platform is built for that platform alone',
      mains: [main('m.test/x/svc', [windows]), main('m.test/x/daemon', [linux])],
      targets: [linux, windows],
      want: ['/out/linux_amd64/daemon', '/out/windows_amd64/svc.exe'],
    },
    {
      name: 'case release/18: a target given twice is built once',
      mains: [main('m.test/x/api')],
      targets: [linux, linux, parseTarget('linux/amd64')],
      want: ['/out/linux_amd64/api'],
    },
    {
      name: 'case release/17: cmd/v1 is called v1, as Go calls it',
      mains: [main('m.test/x/cmd/v1')],
      targets: [linux],
      want: ['/out/linux_amd64/v1'],
    },
    {
      name: 'case release/17: two version folders of one program get two names',
      mains: [main('m.test/x/cmd/srv/v2'), main('m.test/x/cmd/srv/v3')],
      targets: [linux],
      want: ['/out/linux_amd64/srv-v2', '/out/linux_amd64/srv-v3'],
    },
  ];
  it.each(rows)('$name', ({ mains, targets, want }) => {
    expect(
      planBuilds(mains, targets, flags, '/out').map((build) => build.args[build.args.indexOf('-o') + 1]),
    ).toEqual(want);
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
      name: 'refuses flags that change the program',
      evidence: { executable: elf, buildInfo: buildInfo({ '-race': 'true', GOEXPERIMENT: 'x' }) },
      plainFlags: true,
      want: [
        'it was built without -trimpath',
        'it was built with -race=true, which no release has',
        'it was built with GOEXPERIMENT=x, which no release has',
      ],
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
  it.each(rows)('$name', ({ evidence, want, plainFlags = false }) => {
    expect(judgeBinary(evidence, { ...expectation, plainFlags })).toEqual(want);
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
