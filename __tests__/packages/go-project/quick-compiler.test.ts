import { QUICK_COMPILER, quickCompiler, toolexecFlag } from '@go-actions/go-project';
import { expect, it } from 'vitest';

const GiB = 1024 ** 3;

it.each([
  { name: 'a hosted runner', env: {}, memory: 16, processors: 4, quick: true },
  { name: 'a small one with one processor', env: {}, memory: 2, processors: 1, quick: true },
  { name: 'many processors that share little', env: {}, memory: 16, processors: 64, quick: false },
  { name: 'a job with its own collector', env: { GOGC: '50' }, memory: 16, processors: 4, quick: false },
  { name: 'a job with its own limit', env: { GOMEMLIMIT: '1GiB' }, memory: 16, processors: 4, quick: false },
  { name: 'a job with empty settings', env: { GOGC: '' }, memory: 16, processors: 4, quick: true },
])('$name: quick is $quick', ({ env, memory, processors, quick }) => {
  const settings = quickCompiler(
    { GOGC: undefined, GOMEMLIMIT: undefined, ...env },
    { memoryBytes: memory * GiB, processors },
  );
  expect(settings).toEqual(quick ? QUICK_COMPILER : {});
});

it.each([
  { goFlags: '', flag: ['-toolexec=/usr/bin/env GOGC=off GOMEMLIMIT=768MiB'] },
  { goFlags: '-toolexecute=x', flag: ['-toolexec=/usr/bin/env GOGC=off GOMEMLIMIT=768MiB'] },
  { goFlags: '-mod=mod -toolexec=orchestrion', flag: [] },
  { goFlags: '"--toolexec=orchestrion toolexec"', flag: [] },
])('with GOFLAGS $goFlags the compiler is started by $flag', ({ goFlags, flag }) => {
  expect(toolexecFlag(QUICK_COMPILER, goFlags, '/usr/bin/env')).toEqual(flag);
});

it('adds no flag without settings, nor where no program can set them', () => {
  expect(toolexecFlag({}, '', '/usr/bin/env')).toEqual([]);
  expect(toolexecFlag(QUICK_COMPILER, '', undefined)).toEqual([]);
});
