import { symlink } from 'node:fs/promises';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { hashCheckout } from './checkout-hash.ts';
import { CLEAN, GO_MOD, lint, MISPRINT, repository } from './gate.ts';

const GENERATE = { preset: 'fast', checks: '{ fmt: off, vet: off, staticcheck: off, generate: error }' };
const MISSING = `//go:generate stringer-that-nobody-has -type=X\n${CLEAN}`;

describe('case repositories/03: a generator that is not installed proves nothing', () => {
  it.each([
    { name: 'when the check was asked for', inputs: GENERATE, verdict: 'fail', exitClass: 'install' },
    {
      name: 'not where a word is enough',
      inputs: { ...GENERATE, 'on-missing-generator': 'pass' },
      verdict: 'pass',
      exitClass: 'clean',
    },
    {
      name: 'not at the level warn',
      inputs: { ...GENERATE, checks: '{ fmt: off, vet: off, staticcheck: off, generate: warn }' },
      verdict: 'pass',
      exitClass: 'clean',
    },
  ])('is red $name', async ({ inputs, verdict, exitClass }) => {
    await using project = await repository({ 'app.go': MISSING });
    const result = await lint(project, { inputs });
    expect(result.outputs).toMatchObject({ verdict, 'exit-class': exitClass });
    const [said] = result.annotations;
    expect(said?.level).toBe(verdict === 'pass' ? 'notice' : 'error');
    expect(said?.message).toContain('`stringer-that-nobody-has` is not installed');
    expect(said?.message).toContain('`tools` of setup-go-cache');
    expect(result.summary).toContain('stringer-that-nobody-has');
  });

  it('and what is stale is red all the same', async () => {
    await using project = await repository({
      'app.go': `//go:generate sh -c "echo package app > made.go"\n${CLEAN}`,
      'made.go': 'package app\n\n// Old.\n',
    });
    const result = await lint(project, { inputs: { ...GENERATE, 'on-missing-generator': 'pass' } });
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'issues' });
  });
});

it('generators are judged by what they leave, whatever they do to the index of git', async () => {
  const git = 'git -c user.name=g -c user.email=g@example.com';
  const directive = `//go:generate sh -c "echo new > old.txt; git update-index --assume-unchanged old.txt; echo 1 > made.txt; git add made.txt; ${git} commit -qm x made.txt"`;
  await using project = await repository({ 'app.go': `${directive}\n${CLEAN}`, 'old.txt': 'old\n' });
  const result = await lint(project, { inputs: GENERATE });
  expect(result.annotations.slice(0, -1)).toMatchObject([
    { message: expect.stringMatching(/^Generating adds made\.txt,/) },
    { file: 'old.txt', line: 1 },
  ]);
});

describe('the checkout is the same before and after', () => {
  it('whatever GOFLAGS let the go command write', async () => {
    await using project = await repository({
      'go.mod': `${GO_MOD}\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ./lib\n`,
      'app.go': `${CLEAN}\n//go:generate sh -c "echo package app > made.go"\n`,
      'lib/go.mod': 'module example.com/lib\n\ngo 1.24\n',
      'lib/lib.go': 'package lib\n\nimport _ "example.com/other"\n',
      'other/go.mod': 'module example.com/other\n\ngo 1.24\n',
      'other/other.go': 'package other\n',
      'untracked.txt': '',
    });
    await project.write({ 'use.go': 'package app\n\nimport _ "example.com/lib"\n', 'go.mod': GO_MOD });
    const before = await hashCheckout(project);
    const inputs = { preset: 'strict', checks: '{ golangci: off, vuln: off }' };
    await lint(project, { inputs, env: { GOFLAGS: '-mod=mod', GOPROXY: 'off' } });
    expect(await hashCheckout(project)).toEqual(before);
  });

  it('and a go.work.sum that a workspace would get', async () => {
    await using project = await createProject(
      {
        'go.work': 'go 1.24\n\nuse (\n\t./a\n\t./b\n)\n',
        'a/go.mod': 'module example.com/a\n\ngo 1.24\n',
        'a/a.go': 'package a\n',
        'b/go.mod': 'module example.com/b\n\ngo 1.24\n',
        'b/b.go': 'package b\n',
      },
      { git: true },
    );
    const before = await hashCheckout(project);
    await lint(project, { inputs: { checks: 'golangci: off' } });
    expect(await hashCheckout(project)).toEqual(before);
  });
});

describe('case security/09: results are written below the checkout or the temp folder only', () => {
  it.each([
    { name: 'an absolute path elsewhere', path: (outside: string) => `${outside}/out.json` },
    { name: 'a path above', path: () => '../out.json' },
    { name: 'a folder that is a link', path: () => 'linked/out.json' },
    { name: 'a file that is a link', path: () => 'link.json' },
    { name: 'git’s own folder', path: () => '.git/hooks/pre-commit' },
  ])('$name is refused, and the result is told', async ({ path }) => {
    await using outside = await createProject({ 'precious.json': 'precious' });
    await using project = await repository({ 'app.go': MISPRINT });
    await symlink(outside.dir, project.path('linked'));
    await symlink(outside.path('precious.json'), project.path('link.json'));
    for (const input of ['json', 'sarif']) {
      const inputs = { preset: 'fast', checks: 'staticcheck: off', [input]: path(outside.dir) };
      const result = await lint(project, { inputs });
      expect(result.code).toBe(1);
      expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'config', issues: '1' });
      expect(result.annotations[0]).toMatchObject({ file: 'app.go', title: 'vet: printf' });
      expect(await outside.read('precious.json')).toBe('precious');
      await expect(outside.read('out.json')).rejects.toThrow();
    }
  });

  it.each(['baseline', 'vuln-ignore'])('%s is not read through a link that leaves it', async (input) => {
    await using outside = await createProject({ secret: 'S3CRET: [' });
    await using project = await repository({ 'app.go': CLEAN });
    await symlink(outside.path('secret'), project.path('named'));
    const result = await lint(project, { inputs: { preset: 'fast', [input]: 'named' } });
    expect(result.code).toBe(1);
    expect(result.stdout).not.toContain('S3CRET');
  });

  it('nor is a replaced folder', async () => {
    await using outside = await createProject({ 'lib/go.mod': 'module example.com/lib\n' });
    await using project = await repository({
      'go.mod': `${GO_MOD}\nreplace example.com/lib => ./lib\n\nreplace example.com/own => ./own\n`,
      'app.go': CLEAN,
      'inside/go.mod': 'module example.com/own\n',
    });
    await symlink('inside', project.path('own'));
    await symlink(outside.path('lib'), project.path('lib'));
    const inputs = { preset: 'fast', checks: '{ fmt: off, vet: off, staticcheck: off, replace: error }' };
    const replaced = await lint(project, { inputs: { ...inputs, modules: '.' } });
    expect(replaced.outputs).toMatchObject({ verdict: 'fail', issues: '1' });
    expect(replaced.annotations[0]).toMatchObject({ file: 'go.mod', line: 5 });
  });

  it('the temp folder is fine', async () => {
    await using temp = await createProject({});
    await using project = await repository({ 'app.go': CLEAN });
    const inputs = { preset: 'fast', checks: 'staticcheck: off', json: temp.path('report/lint.json') };
    const result = await lint(project, { inputs, temp: temp.dir });
    expect(result.outputs).toMatchObject({ verdict: 'pass', json: temp.path('report/lint.json') });
  });
});

it('case platform/04: a step of a composite leaves room for those behind it, and always gives its sentence', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`f${i}.go`, `package app\n\nfunc  F${i}() {}\n`]),
  );
  await using project = await repository(files);
  for (const [share, want] of [
    ['4', 4],
    ['1', 1],
    ['0', 1],
  ] as const) {
    const result = await lint(project, {
      inputs: { preset: 'fast', checks: '{ vet: off, staticcheck: off }' },
      env: { GO_ACTIONS_ANNOTATIONS: share },
    });
    expect(result.annotations).toHaveLength(want);
    expect(result.annotations.at(-1)?.message).toBe('12 findings in 12 files; 1 check, 1 module.');
  }
});

it('case security/05: names, printed lines and messages never become workflow commands', async () => {
  const name = 'a%0A::error::x ##[error]y.go';
  await using project = await repository({
    [name]: 'package app\n\nfunc  F() {}\n',
    '##[group]x/go.mod': 'module example.com/x\n\ngo 1.99\n',
    '##[group]x/x.go': 'package x\n',
  });
  const result = await lint(project, {
    inputs: { preset: 'fast', checks: '{ staticcheck: off }' },
    env: { GOTOOLCHAIN: 'local' },
  });
  const commands = result.stdout
    .split('\n')
    .filter((line) =>
      /^::(?!(stop-commands|[\w-]{20,}|error|notice|warning|add-mask|debug|group|endgroup))|^##\[/.test(line),
    );
  expect(commands).toEqual([]);
  expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-class': 'config' });
});
