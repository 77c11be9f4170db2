import { expect, it } from 'vitest';
import { CLEAN, lint, MISPRINT, repository } from './gate.ts';

const on = (constraint: string, name: string) =>
  MISPRINT.replace('package app', `//go:build ${constraint}\n\npackage app`).replace('Print()', `${name}()`);

it('lints for every target, and counts a finding once', async () => {
  await using project = await repository({
    'app.go': CLEAN,
    'all.go': MISPRINT,
    'win.go': on('windows', 'Windows'),
    'tagged.go': on('integration', 'Tagged'),
    'never.go': on('plan9', 'Never'),
  });
  const inputs = { preset: 'fast', targets: 'linux/amd64 windows/amd64\nlinux/amd64:integration' };
  const result = await lint(project, { inputs: { ...inputs, checks: 'fmt: off' } });
  expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '6' });
  const places = result.annotations.map(({ file, title }) => `${file} ${title}`).slice(0, 6);
  expect(places.sort()).toEqual([
    'all.go staticcheck: SA5009',
    'all.go vet: printf',
    'tagged.go staticcheck: SA5009',
    'tagged.go vet: printf',
    'win.go staticcheck: SA5009',
    'win.go vet: printf',
  ]);
});

it('what does not compile for one target is red, and says for which', async () => {
  await using project = await repository({
    'app.go': CLEAN,
    'win.go': '//go:build windows\n\npackage app\n\nfunc W() { x := 1 }\n',
  });
  const inputs = { preset: 'fast', checks: 'fmt: off', targets: 'linux/amd64 windows/amd64' };
  const result = await lint(project, { inputs });
  expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'issues' });
  expect(result.annotations[0]).toMatchObject({ file: 'win.go', line: 5 });
});

it('names a target that is none', async () => {
  await using project = await repository({ 'app.go': CLEAN });
  const result = await lint(project, { inputs: { targets: 'linux amd64' } });
  expect(result.annotations[0]?.message).toMatch(/^`targets` is "linux amd64"; expected targets such as/);
});
