import { expect, it } from 'vitest';
import { CLEAN, GO_MOD, lint, MISPRINT, repository, UNFORMATTED } from './gate.ts';

it('passes a clean module and says so in one sentence', async () => {
  await using project = await repository({ 'app.go': CLEAN });
  const result = await lint(project, { inputs: { preset: 'fast' } });
  expect(result.outputs).toMatchObject({
    verdict: 'pass',
    'exit-class': 'clean',
    issues: '0',
    'new-issues': '0',
  });
  expect(result.summary).toMatch(/^### ✅ Lint: No findings; 3 checks, 1 module\.\n/);
  expect(result.annotations).toEqual([]);
  expect(result.code).toBe(0);
});

it('annotates each finding at its line and column, in all modules, with one verdict', async () => {
  await using project = await repository({
    'app.go': MISPRINT,
    'tools/go.mod': 'module example.com/tools\n\ngo 1.24\n',
    'tools/tools.go': 'package tools\n\nfunc  Spaced() {}\n',
  });
  const result = await lint(project, { inputs: { preset: 'fast' } });
  expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'issues', issues: '3' });
  expect(result.annotations).toMatchObject([
    { level: 'error', file: 'app.go', line: 5, title: 'staticcheck: SA5009' },
    { level: 'error', file: 'app.go', line: 5, title: 'vet: printf' },
    { level: 'error', file: 'tools/tools.go', line: 3, title: 'fmt: gofmt' },
    { level: 'error', message: '3 findings in 2 files; 3 checks, 2 modules.' },
  ]);
  expect(result.summary).toContain(
    `https://github.com/octo/app/blob/${await project.git('rev-parse', 'HEAD')}/tools/tools.go#L3`,
  );
});

it('analyses without cgo, on request, what consists of the same files without it, and nothing else', async () => {
  await using project = await repository({
    'app.go': CLEAN,
    'native/go.mod': 'module example.com/native\n\ngo 1.24\n',
    'native/native.go': 'package native\n',
    'native/native_cgo.go': MISPRINT.replace('package app', '//go:build cgo\n\npackage native'),
  });
  const result = await lint(project, { inputs: { checks: 'staticcheck: off', preset: 'fast', cgo: 'auto' } });
  expect(result.stdout.match(/^cgo is off.*$/gm)).toEqual([
    'cgo is off for the analysis of .: no file of its packages needs it.',
  ]);
  expect(result.annotations[0]).toMatchObject({ file: 'native/native_cgo.go', title: 'vet: printf' });
});

it('reports untidy modules, foreign replaces and warnings at their levels', async () => {
  await using project = await repository({
    'app.go': CLEAN,
    'go.mod': `${GO_MOD}\nrequire example.com/x v1.0.0\n\nreplace example.com/x => ../x\n\nreplace example.com/y v1.1.0 => example.com/z v1.0.0\n`,
  });
  const result = await lint(project, {
    inputs: { preset: 'fast', checks: '{ staticcheck: off, replace: error, fmt: warn }' },
  });
  expect(result.annotations.map(({ file, line, message }) => `${file}:${line} ${message}`)).toMatchObject([
    expect.stringMatching(/^go\.mod:7 replace example\.com\/x => \.\.\/x names a folder outside/),
    expect.stringMatching(
      /^go\.mod:9 replace example\.com\/y => example\.com\/z v1\.0\.0 builds another module/,
    ),
    expect.stringContaining('2 findings in 1 file'),
  ]);
});

it('keeps findings of warn checks out of the verdict', async () => {
  await using project = await repository({ 'app.go': UNFORMATTED });
  const result = await lint(project, { inputs: { preset: 'fast', checks: 'fmt: warn' } });
  expect(result.outputs).toMatchObject({ verdict: 'pass', issues: '1', 'new-issues': '1' });
  expect(result.annotations).toMatchObject([{ level: 'warning', file: 'app.go', line: 3 }]);
});

it('shows go mod tidy’s own diff at its line', async () => {
  await using project = await repository({
    'app.go': CLEAN,
    'go.mod': `${GO_MOD}\nrequire golang.org/x/text v0.3.0\n`,
  });
  const result = await lint(project, {
    inputs: { checks: '{ golangci: off, verify: off }' },
    env: { GOFLAGS: '-mod=mod' },
  });
  expect(result.annotations[0]).toMatchObject({ file: 'go.mod', line: 4, title: 'tidy' });
  expect(result.annotations[0]?.message).toContain('-require golang.org/x/text v0.3.0');
});

it('complains about all bad inputs at once', async () => {
  await using project = await repository({ 'app.go': CLEAN });
  const result = await lint(project, {
    inputs: {
      preset: 'slow',
      checks: '{ fmt: maybe, lint: error }',
      timeout: 'soon',
      modules: '[a',
      'golangci-version': '1.59',
    },
  });
  expect(
    result.annotations
      .map(({ message }) => message)
      .join('\n')
      .split('\n'),
  ).toEqual([
    '`modules` is "[a"; expected globs such as "services/*"; "[a" is none',
    '`preset` is "slow"; expected one of fast, standard, strict',
    expect.stringMatching(/`checks` is .*"fmt" cannot be "maybe", "lint" is no check/),
    '`golangci-version` is "1.59"; expected "auto" or a full version of golangci-lint v2 such as "v2.13.1"',
    '`timeout` is "soon"; expected a duration such as "90s", "10m" or "1h30m"',
  ]);
});

it('names packages and files that do not exist', async () => {
  await using project = await repository({ 'app.go': CLEAN });
  const result = await lint(project, {
    inputs: { packages: 'example.org/other', 'golangci-config': 'lint.yml' },
  });
  expect(result.annotations[0]?.message).toMatch(
    /`packages` names example\.org\/other.*\n`golangci-config` is "lint\.yml"/,
  );
});
