import { judgeBinary } from '@go-actions/go-build';
import { parseTarget } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

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
