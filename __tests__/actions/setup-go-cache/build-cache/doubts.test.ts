import { describe, expect, it } from 'vitest';
import { findDoubt, hasBorrowedTime } from '../../../../actions/setup-go-cache/src/build-cache/doubts.ts';
import type { Disk, FileFacts } from '../../../../actions/setup-go-cache/src/build-cache/test-key.ts';

const NOW = 1_800_000_000_250;
const file = (ms: number, mode = 0o100644): FileFacts => ({
  size: 1n,
  mode: BigInt(mode),
  mtime: BigInt(ms) * 1_000_000n,
});
const FOLDER = 0o040755;
const OLD = Date.UTC(1980, 0, 1);
const FILES: Record<string, FileFacts> = {
  '/w/app/tracked.txt': file(OLD),
  '/w/app/unpacked.txt': file(OLD),
  '/w/app/made.txt': file(NOW - 1_001),
  '/w/app/set.txt': file(NOW - 1_250),
  '/w/app/future.txt': file(NOW + 1_000),
  '/w/app/data': file(NOW, FOLDER),
  '/w/app/data/unpacked.txt': file(OLD),
  '/w/charts/values.yaml': file(NOW),
  '/home/.kube/config': file(NOW),
  '/home/go/pkg/mod/x/x.go': file(OLD),
  '/opt/app/config': file(NOW - 1_001),
  '/opt/app/gone': file(NOW - 1_001, FOLDER),
  '/opt/other': file(OLD, FOLDER),
  '/tmp': file(NOW, FOLDER),
  '/proc/cpuinfo': file(NOW),
  '/dev/null': file(NOW),
  '/dev/shm/config': file(NOW),
  '/opt/go/bin/go': file(OLD, 0o100755),
  '/opt/unpacked': { ...file(OLD), changed: BigInt(NOW - 1_001) * 1_000_000n },
  '/etc/image': { ...file(OLD), changed: BigInt(NOW - 1_001) * 1_000_000n },
  '/etc/hosts': file(OLD),
  '/w/app/run.sh': file(OLD, 0o100755),
  '/w/app/data.json': file(OLD, 0o100755),
  '/w/app/touched.txt': file(OLD - 1_001),
  '/usr/bin/sudo': file(OLD, 0o104111),
  '/': file(NOW, FOLDER),
  '/usr/share/zoneinfo/UTC': file(OLD),
};
const LINKS: Record<string, string> = { '/w/app/link': '/w/charts/values.yaml' };
const through = (path: string): string => LINKS[path] ?? path;
const disk: Disk = {
  env: () => undefined,
  head: (path) =>
    path.endsWith('.sh') ? '#!/b' : path.endsWith('/go') ? '\x7fELF' : path.endsWith('.json') ? '{' : '',
  stat: (path) => FILES[through(path)] ?? 'absent',
  lstat: (path) => FILES[path] ?? 'absent',
  list: (path) =>
    Object.keys(FILES).flatMap((name) => (name.startsWith(`${path}/`) ? [name.slice(path.length + 1)] : [])),
  real: (path) => (FILES[through(path)] || path === '/w/app' ? through(path) : undefined),
};
const place = {
  workspace: '/w',
  root: '/w/app',
  stepFolders: ['/home'],
  busy: ['/home', '/tmp'],
  pinned: ['/home/go/pkg/mod'],
  hasServices: true,
  timeOf: (path: string) =>
    /^\/w\/(app\/(tracked.txt|touched.txt|run.sh|data.json)|charts\/values.yaml)$/.test(path)
      ? BigInt(OLD) * 1_000_000n
      : undefined,
  startsPrograms: false,
  job: { from: NOW - 60_000, to: NOW },
  identified: true,
};

describe('case cache-plan/05: a result is not taken over', () => {
  it.each([
    { name: "not with git's files alone", path: '/w/app/tracked.txt', want: undefined },
    { name: 'not with what this job made', path: '/w/app/made.txt', want: undefined },
    {
      name: 'with what was unpacked with an old time',
      path: '/w/app/unpacked.txt',
      want: 'a time of its own',
    },
    {
      name: 'with what was given a time of this job, to the second',
      path: '/w/app/set.txt',
      want: 'a time of its own',
    },
    { name: "not with git's files, whatever their time", path: '/w/app/touched.txt', want: undefined },
    { name: 'with a program that its user may not read', path: '/usr/bin/sudo', want: 'another program' },
    { name: 'with a time of the future', path: '/w/app/future.txt', want: 'a time of its own' },
    { name: 'with a listed folder of such files', path: '/w/app/data', want: 'a time of its own' },
    {
      name: 'with files outside of the module',
      path: '/w/charts/values.yaml',
      want: 'outside of the module',
    },
    { name: 'not with a link of the module to one, which Go follows', path: '/w/app/link', want: undefined },
    { name: 'with what lies in the home', path: '/home/.kube/config', want: 'written by a step' },
    { name: 'not with what is not there', path: '/home/.kube/other', want: undefined },
    { name: 'not with modules', path: '/home/go/pkg/mod/x/x.go', want: undefined },
    { name: 'with the go command', path: '/opt/go/bin/go', want: 'another program' },
    { name: "with a script of git's that is started", path: '/w/app/run.sh', want: 'another program' },
    { name: 'not with data that has the mode of a program', path: '/w/app/data.json', want: undefined },
    {
      name: 'with the test itself as a child',
      path: '/tmp/go-build123/b001/app.test',
      want: 'another program',
    },
    { name: 'with the name of a host', path: '/etc/hosts', want: 'a service' },
    { name: 'with what a step has unpacked anywhere', path: '/opt/unpacked', want: 'written by a step' },
    { name: 'not with what the image brings into a container', path: '/etc/image', want: undefined },
    {
      name: 'with what a step of this job wrote anywhere',
      path: '/opt/app/config',
      want: 'written by a step',
    },
    {
      name: 'with what may have gone since, beside others',
      path: '/opt/app/gone/config',
      want: 'written by a step',
    },
    { name: 'not with what was never there', path: '/opt/other/config', want: undefined },
    { name: 'not with temporary files, which always go', path: '/tmp/x123', want: undefined },
    { name: 'not with what the kernel says', path: '/proc/cpuinfo', want: undefined },
    { name: 'not with the folder in which t.TempDir lies', path: '/tmp', want: undefined },
    { name: 'not with a device', path: '/dev/null', want: undefined },
    { name: 'with what a step has put into memory', path: '/dev/shm/config', want: 'written by a step' },
    { name: 'not with files of the image', path: '/usr/share/zoneinfo/UTC', want: undefined },
  ])('$name', ({ path, want }) => expect(findDoubt([{ path, listed: true }], place, disk)).toBe(want));

  it.each([
    { path: '/tmp/TestX1/001/fake', want: 'another program' },
    { path: '/dev/shm/TestX1/001/fake', want: 'another program' },
    { path: '/tmp/TestX1/001/fake.sh', want: 'another program' },
    { path: '/tmp/TestX1/001/tool-1.26', want: 'another program' },
    { path: '/w/app/show', want: 'another program' },
    { path: '/tmp/TestX1/001/data.json', want: undefined },
    { path: '/w/app/.env', want: undefined },
    { path: '/proc/sys/none', want: undefined },
    { path: '/tmp/TestX1/001', with: '/tmp/TestX1/001/x.txt', want: undefined },
  ])('with $path, which is gone and may have been started', ({ path, with: beside, want }) => {
    const paths = [path, beside ?? '/dev/null'].map((name) => ({ path: name, listed: true }));
    expect(findDoubt(paths, { ...place, startsPrograms: true }, disk)).toBe(want);
    expect(findDoubt(paths, place, disk)).toBeUndefined(); // a test that links no os/exec
  });

  it.each([
    { path: '/w/app/tracked.txt', want: false },
    { path: '/w/app/touched.txt', want: true },
    { path: '/w/charts/values.yaml', want: false }, // written by the checkout of this job
    { path: '/w/app/unpacked.txt', want: false }, // not git's
    { path: '/w/app/none.txt', want: false },
  ])("under today's time of $path: $want", ({ path, want }) =>
    expect(hasBorrowedTime([{ path, listed: false }], place, disk)).toBe(want),
  );

  it('nor with the name of a host, where no job has services', () => {
    const alone = { ...place, hasServices: false };
    expect(findDoubt([{ path: '/etc/hosts', listed: true }], alone, disk)).toBeUndefined();
  });

  it('not with a look at the home, only with its listing', () => {
    const at = (listed: boolean) =>
      findDoubt([{ path: '/home', listed }], place, { ...disk, stat: () => file(NOW, FOLDER) });
    expect(at(false)).toBeUndefined();
    expect(at(true)).toBe('written by a step');
  });

  it('not with a look at a program or at the folders above', () => {
    const looked = ['/opt/go/bin/go', '/'].map((path) => ({ path, listed: false }));
    expect(findDoubt(looked, place, disk)).toBeUndefined();
    expect(findDoubt(looked.slice(1), { ...place, stepFolders: ['/'] }, disk)).toBeUndefined();
  });

  it('with what is gone, unless everything is known to be as the test saw it', () => {
    const gone = [{ path: '/w/app/gone.txt', listed: false }];
    expect(findDoubt(gone, place, disk)).toBeUndefined();
    expect(findDoubt(gone, { ...place, identified: false }, disk)).toBe('a time of its own');
  });
});
