import { type BuildInfo, parseBuildInfo } from '@go-actions/go-build';
import { describe, expect, it } from 'vitest';
import { type Binary, judgeContents } from '../../../../actions/image-publish/src/contents/judgement.ts';
import { applyLayer, type LayerEntry } from '../../../../actions/image-publish/src/contents/tree.ts';

const REVISION = '0123456789abcdef0123456789abcdef01234567';
const info = (changes: Record<string, string> = {}, path = 'example.com/app'): BuildInfo => {
  const settings = {
    GOOS: 'linux',
    GOARCH: 'amd64',
    CGO_ENABLED: '0',
    'vcs.revision': REVISION,
    'vcs.modified': 'false',
    ...changes,
  };
  const lines = Object.entries(settings).map(([key, value]) => `build\t${key}=${value}`);
  return parseBuildInfo('go1.26.8', [`path\t${path}/cmd/app`, `mod\t${path}\tv1.5.0\t`, ...lines].join('\n'));
};
const STATIC = { format: 'ELF', interpreter: undefined, libraries: [], buildInfoRanges: [] } as const;
const file = (path: string, mode = 0o755, uid = 0, gid = 0): LayerEntry => ({
  path,
  kind: 'file',
  access: { mode, uid, gid },
  size: 9,
  stored: undefined,
});
const folder = (path: string, mode = 0o755): LayerEntry => ({
  path,
  kind: 'folder',
  access: { mode, uid: 0, gid: 0 },
});
const GOOD = [file('ko-app/app'), file('etc/ssl/certs/ca-certificates.crt', 0o644)];

const judge = (
  entries: LayerEntry[],
  changes: Partial<Binary> & {
    entrypoint?: string[];
    workingDir?: string;
    user?: string;
    env?: string[];
  } = {},
) =>
  judgeContents(
    {
      platform: { os: 'linux', architecture: 'amd64' },
      tree: applyLayer(new Map(), entries),
      binaries: [{ path: '/ko-app/app', executable: STATIC, buildInfo: info(), ...changes }],
      entrypoint: changes.entrypoint ?? ['/ko-app/app'],
      workingDir: changes.workingDir ?? '',
      env: changes.env ?? ['PATH=/usr/bin:/ko-app'],
      user: changes.user ?? '65532:65532',
    },
    { revision: REVISION, modules: ['example.com/app'] },
  );

describe('judgeContents', () => {
  it('has nothing against a static, stamped program on a base without tools', () => {
    expect(judge(GOOD)).toEqual([]);
    expect(judge(GOOD, { entrypoint: ['app'] })).toEqual([]);
    const named = [file('ko-app/make'), ...GOOD.slice(1)];
    expect(judge(named, { path: '/ko-app/make', entrypoint: ['make'] })).toEqual([]);
    expect(judge(GOOD, { entrypoint: ['./app'], workingDir: '/ko-app' })).toEqual([]);
    const usual = [file('usr/bin/app'), ...GOOD.slice(1)];
    expect(judge(usual, { path: '/usr/bin/app', entrypoint: ['app'], env: [] })).toEqual([]);
  });

  const cases: {
    name: string;
    entries?: LayerEntry[];
    changes?: Parameters<typeof judge>[1];
    want: RegExp;
  }[] = [
    { name: 'a shell', entries: [file('bin/sh')], want: /a shell: \/bin\/sh/ },
    ...['bin/bash-static', 'bin/rbash', 'bin/yash'].map((path) => ({
      name: `a shell by the name ${path}`,
      entries: [file(path)],
      want: /a shell/,
    })),
    { name: 'a part of a package manager', entries: [file('usr/bin/apt-config')], want: /a package manager/ },
    { name: 'a linker', entries: [file('usr/bin/ld.gold')], want: /a compiler or its tools/ },
    {
      name: 'a compiler by its version',
      entries: [file('usr/bin/x86_64-linux-gnu-gcc-12')],
      want: /a compiler or its tools/,
    },
    {
      name: 'a package manager that is static',
      entries: [file('sbin/apk.static')],
      want: /a package manager/,
    },
    {
      name: 'a program that becomes root',
      entries: [file('opt/x', 0o4755)],
      want: /runs as root whoever starts it.*\/opt\/x/,
    },
    { name: 'a shell anywhere', entries: [file('opt/tools/bash')], want: /a shell/ },
    {
      name: 'a link to busybox',
      entries: [
        file('opt/busybox.static'),
        { path: 'usr/bin/ash', kind: 'link', target: '/opt/busybox.static' },
      ],
      want: /a shell: \/usr\/bin\/ash/,
    },
    { name: 'a package manager', entries: [file('sbin/apk')], want: /a package manager: \/sbin\/apk/ },
    { name: 'a compiler', entries: [file('usr/local/go/bin/go')], want: /a compiler/ },
    {
      name: 'a hard link with a harmless name beside it',
      entries: [file('usr/bin/dash'), { path: 'x', kind: 'hard link', target: 'usr/bin/dash' }],
      want: /dash/,
    },
    {
      name: 'a dynamic binary',
      changes: {
        executable: { ...STATIC, interpreter: '/lib64/ld-linux-x86-64.so.2', libraries: ['libc.so.6'] },
      },
      want: /dynamically linked/,
    },
    { name: 'another architecture', changes: { buildInfo: info({ GOARCH: 'arm64' }) }, want: /GOARCH=arm64/ },
    {
      name: 'another commit',
      changes: { buildInfo: info({ 'vcs.revision': 'f'.repeat(40) }) },
      want: /vcs\.revision/,
    },
    {
      name: 'a modified work tree',
      changes: { buildInfo: info({ 'vcs.modified': 'true' }) },
      want: /modified work tree/,
    },
    { name: 'no stamp', changes: { buildInfo: info({ 'vcs.revision': '' }) }, want: /vcs\.revision/ },
    {
      name: 'a program of somebody else',
      changes: { buildInfo: info({}, 'example.com/other') },
      want: /not built by Go from a module of this repository/,
    },
    {
      name: 'a start that is not there',
      changes: { entrypoint: ['/app'] },
      want: /starts \/app, which it does not hold/,
    },
    {
      name: 'a start that is no executable',
      changes: { entrypoint: ['/etc/ssl/certs/ca-certificates.crt'] },
      want: /no executable/,
    },
    { name: 'no start', changes: { entrypoint: [] }, want: /starts nothing/ },
  ];
  it.each(cases)('$name', ({ entries = [], changes = {}, want }) => {
    expect(judge([...GOOD, ...entries], changes).join('\n')).toMatch(want);
  });

  it.each([
    [
      'a program of root alone',
      [file('ko-app/app', 0o700)],
      /may not execute \/ko-app\/app: only another user/,
    ],
    ['a program of another group', [file('ko-app/app', 0o750, 0, 1)], /may not execute \/ko-app\/app/],
    ['a program that its own user may not run', [file('ko-app/app', 0o055, 65_532)], /may not execute/],
    ['a folder of root alone', [folder('ko-app', 0o700), file('ko-app/app')], /may not execute \/ko-app:/],
  ])('docker/build-push-action#1130: %s can be started by root alone', (_, entries, want) => {
    expect(judge([...GOOD, ...entries]).join('\n')).toMatch(want);
  });

  it.each([
    ['of the group of its user', [file('ko-app/app', 0o750, 0, 65_532)]],
    ['of its user', [file('ko-app/app', 0o500, 65_532)]],
    ['made over in a later layer', [file('ko-app/app', 0o700), file('ko-app/app', 0o755)]],
    ['in a folder that was opened later', [folder('ko-app', 0o700), folder('ko-app'), file('ko-app/app')]],
    ['set-user-ID of a user that is not root', [file('opt/x', 0o4755, 1_000)]],
  ])('a program %s is fine', (_, entries) => {
    expect(judge([...GOOD, ...entries])).toEqual([]);
  });

  it('an image without CA certificates', () => {
    expect(judge([file('ko-app/app')]).join('\n')).toMatch(/no CA certificates/);
    const dangling: LayerEntry = { path: 'etc/ssl/cert.pem', kind: 'link', target: '/none' };
    expect(judge([file('ko-app/app'), dangling]).join('\n')).toMatch(/no CA certificates/);
  });

  it('is not confused by data files, folders and dangling links of such names', () => {
    const harmless: LayerEntry[] = [
      file('usr/share/doc/bash', 0o644),
      folder('usr/share/go'),
      { path: 'bin/sh', kind: 'link', target: '/none' },
      file('usr/bin/shell-of-a-nut'),
    ];
    expect(judge([...GOOD, ...harmless])).toEqual([]);
  });

  it('wants no stamp of this repository from the programs of others', () => {
    const other = {
      path: '/opt/probe',
      executable: STATIC,
      buildInfo: info({ 'vcs.revision': 'x' }, 'example.com/probe'),
    };
    const contents = {
      platform: { os: 'linux', architecture: 'amd64' },
      tree: applyLayer(new Map(), [...GOOD, file('opt/probe')]),
      binaries: [{ path: '/ko-app/app', executable: STATIC, buildInfo: info() }, other],
      entrypoint: ['/ko-app/app'],
      workingDir: '',
      env: [],
      user: '65532',
    };
    expect(judgeContents(contents, { revision: REVISION, modules: ['example.com/app'] })).toEqual([]);
  });
});
