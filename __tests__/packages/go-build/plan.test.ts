import { planBuilds, unknownTargets } from '@go-actions/go-build';
import { parseTarget } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

describe('unknownTargets', () => {
  it('knows which targets Go does not', () => {
    expect(unknownTargets([parseTarget('linux/amd64'), parseTarget('linux/vax')], ['linux/amd64'])).toEqual([
      'linux/vax',
    ]);
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
