import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createProject, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installFakeLinter, NO_RELEASES } from './fake-linter.ts';
import { CLEAN, lint, MISPRINT, repository, withLinters } from './gate.ts';

let tools: Project;
let project: Project;
let bin: string;

beforeAll(async () => {
  tools = await createProject({});
  project = await repository({ 'app.go': CLEAN });
  bin = await installFakeLinter(tools);
});
afterAll(async () => {
  await tools[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

async function fake(act: string, inputs: Record<string, string> = {}, more: Record<string, string> = {}) {
  const checks = '{ golangci: error, fmt: off, vet: off, staticcheck: off }';
  const env = { PATH: await withLinters(bin), FAKE_LINT: act, ...more };
  return lint(project, { inputs: { preset: 'fast', checks, ...inputs }, env });
}

it.each([
  { act: 'exit 0', exitClass: 'clean', says: 'No findings', advises: 'No findings' },
  {
    act: 'exit 1',
    exitClass: 'crash',
    says: 'exited with code 1 and gave no result',
    advises: 'run it by hand',
  },
  { act: 'exit 2', exitClass: 'crash', says: 'broke down (exit code 2)', advises: 'Take another version' },
  { act: 'exit 3', exitClass: 'crash', says: 'failed (exit code 3)', advises: 'golangci-lint run -v' },
  {
    act: 'exit 4',
    exitClass: 'timeout',
    says: 'its own time limit',
    advises: 'Raise or remove `run.timeout`',
  },
  { act: 'exit 5', exitClass: 'config', says: 'found no Go file', advises: 'correct `run.build-tags`' },
  {
    act: 'exit 6',
    exitClass: 'config',
    says: 'found no configuration',
    advises: 'Correct `golangci-config`',
  },
  { act: 'exit 7', exitClass: 'crash', says: 'logged an error', advises: 'Correct what its last lines say' },
  { act: 'config', exitClass: 'config', says: 'refused its configuration', advises: "can't load config" },
  { act: 'silent', exitClass: 'crash', says: 'gave no result', advises: 'run it by hand' },
  { act: 'invalid', exitClass: 'crash', says: 'JSON that cannot be read', advises: 'disk is not full' },
  { act: 'old', exitClass: 'install', says: 'too old to read', advises: '`golangci-version` names it' },
  { act: 'kill 9', exitClass: 'crash', says: 'killed by SIGKILL', advises: 'Take a larger runner' },
  { act: 'kill 15', exitClass: 'crash', says: 'killed by SIGTERM', advises: 'Run the job again' },
  { act: 'panic', exitClass: 'crash', says: 'broke down', advises: 'panic: oh no' },
])(
  'a linter that does "$act" is $exitClass, says why and what to do, and is never green for a failure',
  async ({ act, exitClass, says, advises }) => {
    const result = await fake(act);
    expect(result.outputs).toMatchObject({
      'exit-class': exitClass,
      verdict: exitClass === 'clean' ? 'pass' : 'fail',
      issues: '0',
    });
    expect(result.stdout).toContain(says);
    expect(result.stdout).toContain(advises);
    expect(result.code).toBe(exitClass === 'clean' ? 0 : 1);
  },
);

it('stops a linter that hangs, and keeps what the other checks found', async () => {
  await using other = await repository({ 'app.go': MISPRINT });
  const env = { PATH: await withLinters(bin), FAKE_LINT: 'hang' };
  const inputs = { timeout: '6s', checks: '{ tidy: off, verify: off }' };
  const result = await lint(other, { inputs, env });
  expect(result.outputs).toMatchObject({ 'exit-class': 'timeout', verdict: 'fail', issues: '1' });
  expect(result.annotations[0]?.message).toMatch(
    /golangci-lint was stopped after \d+ s: `timeout` was reached/,
  );
});

it.each([
  { name: 'collects less garbage than usual', own: '', want: 'GOGC=400' },
  { name: 'keeps the collector settings of the job', own: '70', want: 'GOGC=70' },
])('a linter $name', async ({ own, want }) => {
  const result = await fake('env GOGC', {}, { GOGC: own, GOMEMLIMIT: '' });
  expect(result.annotations[0]?.message).toBe(want);
});

it.each([
  { name: 'is without cgo on request', args: '', want: 'CGO_ENABLED=0' },
  { name: 'keeps cgo where it has build tags of its own', args: '--build-tags=extra', want: 'CGO_ENABLED=' },
])('a linter $name', async ({ args, want }) => {
  const inputs = { cgo: 'auto', 'golangci-args': args };
  const result = await fake('env CGO_ENABLED', inputs, { CGO_ENABLED: '' });
  expect(result.annotations[0]?.message).toBe(want);
});

it('reads the result of a linter that floods both streams', async () => {
  const result = await fake('flood');
  expect(result.outputs).toMatchObject({ 'exit-class': 'issues', issues: '1' });
  expect(result.stdout.length).toBeLessThan(100_000);
});

it('lets no workflow command of a linter through', async () => {
  const result = await fake('commands');
  expect(result.annotations).toMatchObject([
    { file: 'app.go', line: 3, message: 'bad\n::error::injected\n::stop-commands::x' },
    { message: '1 finding in 1 file; 1 check, 1 module.' },
  ]);
});

it('annotates at most ten, spread over files, and says how many more there are', async () => {
  const files = Array.from({ length: 40 }, (_, i) => [`f${i}.go`, 'package app\n\n// Here.\n']);
  await project.write(Object.fromEntries(files));
  const result = await fake('many 5000');
  expect(result.outputs).toMatchObject({ issues: '5000' });
  const errors = result.annotations.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(10);
  expect(new Set(errors.slice(0, 8).map(({ file }) => file)).size).toBe(8);
  expect(errors[8]?.message).toBe('4992 more; the job summary lists them all.');
  expect(Buffer.byteLength(result.summary)).toBeLessThan(1_000_000);
});

it('refuses a linter on PATH that was built with an older Go than the module needs, before it runs', async () => {
  const old = await backdate(bin);
  const env = { PATH: await withLinters(old), FAKE_LINT: 'exit 0', GOPROXY: 'off', ...NO_RELEASES };
  const checks = '{ golangci: error, fmt: off, vet: off, staticcheck: off }';
  const result = await lint(project, { inputs: { preset: 'fast', checks }, env });
  expect(result.stdout).toMatch(
    /golangci-lint on PATH is not used: it was built with go1\.1\S*, and the modules use go1\.\d+; v2\.15\.0 is wanted/,
  );
  expect(result.outputs).toMatchObject({ 'exit-class': 'install', verdict: 'fail' });
});

it.each([
  { name: '.golangci.yml', target: 'secret' },
  { name: '.golangci-lint-version', target: '/dev/zero' },
])(
  'case security/09: $name is not read through a link that leaves the checkout',
  async ({ name, target }) => {
    await tools.write({ secret: 'S3CRET' });
    await using other = await repository({ 'app.go': CLEAN });
    await symlink(resolve(tools.dir, target), other.path(name));
    const checks = '{ golangci: error, fmt: off, vet: off, staticcheck: off }';
    const env = { PATH: await withLinters(bin), FAKE_LINT: 'exit 0' };
    const result = await lint(other, { inputs: { preset: 'fast', checks }, env });
    expect(result.outputs.verdict).toBe('fail');
    expect(result.annotations[0]?.message).toContain(`"${name}" leads out of the checkout`);
    expect(result.stdout).not.toContain('S3CRET');
  },
);

it('builds golangci-lint with the plugins of the repository once for all modules', async () => {
  await using other = await repository({
    'app.go': CLEAN,
    'tools/go.mod': 'module example.com/tools\n\ngo 1.24\n',
    'tools/tools.go': 'package tools\n',
    '.custom-gcl.yml': 'version: v2.15.0\nplugins: []\n',
  });
  const env = {
    PATH: await withLinters(bin),
    FAKE_LINT: 'env LINTED',
    FAKE_LINT_ASKED: tools.path('asked'),
  };
  const checks = '{ golangci: error, fmt: off, vet: off, staticcheck: off }';
  const result = await lint(other, { inputs: { preset: 'fast', checks }, env });
  expect(result.outputs).toMatchObject({ 'exit-class': 'issues' });
  expect(await readFile(tools.path('asked'), 'utf8')).toBe('custom v2.15.0\n');
  await other.write({ '.custom-gcl.yml': 'broken\n' });
  const broken = await lint(other, { inputs: { preset: 'fast', checks }, env });
  expect(broken.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'install' });
  expect(broken.annotations[0]?.message).toContain('git clone failed');
  const off = await lint(other, { inputs: { preset: 'fast', checks, 'golangci-plugins': 'off' }, env });
  expect(off.outputs).toMatchObject({ 'exit-class': 'issues' });
});

it('escapes hostile file names everywhere', async () => {
  const name = 'a%0A::error::x,line=1 <b>@all.go';
  await using other = await repository({
    [name]: 'package app\n\nfunc  Spaced() {}\n',
    'b\nc.go': 'package app\n\nfunc  Other() {}\n',
  });
  const result = await lint(other, { inputs: { preset: 'fast', checks: '{ staticcheck: off, vet: off }' } });
  expect(result.outputs).toMatchObject({ issues: '2' });
  expect(result.annotations.slice(0, 2)).toMatchObject([{ file: name }, { file: 'b\nc.go', line: 3 }]);
  expect(result.annotations).toHaveLength(3);
  expect(result.summary).toContain('[`a%0A::error::x,line=1 <b>@all.go:3`](');
});

/** A copy of the fake linter whose stamp says that an older Go of the same length built it: go1.26.8 becomes go1.16.8. */
async function backdate(folder: string): Promise<string> {
  const info = await tools.exec('go', ['version', `${folder}/golangci-lint`]);
  const built = /go1\.\d\d\S*/.exec(info)?.[0] ?? '';
  const program = (await readFile(`${folder}/golangci-lint`)).toString('latin1');
  const older = program.replaceAll(built, built.replace(/^go1\.\d/, 'go1.1'));
  await mkdir(`${folder}-old`);
  await writeFile(`${folder}-old/golangci-lint`, Buffer.from(older, 'latin1'), { mode: 0o755 });
  return `${folder}-old`;
}
