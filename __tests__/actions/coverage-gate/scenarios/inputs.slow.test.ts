import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createProject, runAction } from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';

const OFF = { race: 'false', 'min-total': '0', 'min-patch': '0' };
const MODULE = { 'go.mod': 'module example.com/m\n\ngo 1.24\n' };
/** One that is tested, and one whose tests are what the case is about. */
const TWO_PACKAGES = {
  ...MODULE,
  'a/a.go': 'package a\n\nfunc A() int { return 1 }\n',
  'a/a_test.go': 'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) { A() }\n',
  'b/b.go': 'package b\n\nfunc B() int { return 1 }\n',
};

describe('coverage-gate', () => {
  it('counts the worked example of the README as it says, and as go does', async () => {
    const readme = await readFile(inRoot('actions/coverage-gate/README.md'), 'utf8');
    const source = /```go\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    await using project = await createProject({
      ...MODULE,
      'sign.go': source,
      'sign_test.go': 'package sign\n\nimport "testing"\n\nfunc TestOf(t *testing.T) { Of(2) }\n',
    });
    const statements = await runAction('coverage-gate', { workspace: project.dir, inputs: OFF });
    const func = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, total: 'func' },
    });
    expect([statements.outputs.total, func.outputs.total]).toEqual(['50.00', '66.66']);
    expect(readme).toContain(`**${statements.outputs.total} %**`);
    expect(readme).toContain(`**${func.outputs.total} %**`);
    expect(await project.exec('go', ['test', '-coverprofile=c.out', '.'])).toContain(
      'coverage: 50.0% of statements',
    );
    expect(await project.exec('go', ['tool', 'cover', '-func=c.out'])).toMatch(
      /total:\s+\(statements\)\s+66\.7%/,
    );
  });

  it('merges the coverage of a program with that of the tests', async () => {
    await using project = await createProject({
      ...MODULE,
      'main.go':
        'package main\n\nimport "os"\n\nfunc main() {\n\tif len(os.Args) > 1 {\n\t\tprintln(os.Args[1])\n\t}\n}\n\nfunc Tested() int { return 1 }\n',
      'main_test.go': 'package main\n\nimport "testing"\n\nfunc TestTested(t *testing.T) { Tested() }\n',
      'cover/one/.keep': '',
      'cover/two/.keep': '',
    });
    await project.exec('go', ['build', '-cover', '-o', 'app', '.']);
    await project.exec('./app', [], { env: { GOCOVERDIR: project.path('cover/one') } });
    const inputs = { ...OFF, gocoverdir: 'cover/one' };
    const first = await runAction('coverage-gate', { workspace: project.dir, inputs });
    expect(first.outputs).toMatchObject({ verdict: 'pass', covered: '2', statements: '3' });
    await project.exec('./app', ['x'], { env: { GOCOVERDIR: project.path('cover/two') } });
    const both = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...inputs, gocoverdir: 'cover/*' },
    });
    expect(both.outputs).toMatchObject({ verdict: 'pass', covered: '3', statements: '3' });
    const broken = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, gocoverdir: 'nowhere' },
    });
    expect(broken.annotations[0]?.message).toMatch(/^`gocoverdir` is "nowhere"; expected globs of folders/);
  });

  it('refuses to show counts of mixed modes, and names that lead out of the repository', async () => {
    const block = (name: string) => `example.com/m/${name}:3.16,3.27 1 1\n`;
    await using project = await createProject({
      ...MODULE,
      'a.go': 'package m\n\nfunc A() int { return 1 }\n',
      'set.out': `mode: set\n${block('a.go')}`,
      'atomic.out': `mode: atomic\n${block('a.go')}`,
      'out.out': `mode: set\n${block('../../../../etc/passwd')}${block('a.go')}`,
    });
    const judge = (profiles: string) =>
      runAction('coverage-gate', {
        workspace: project.dir,
        inputs: { ...OFF, run: 'false', profiles, 'report-dir': 'report', reports: 'lcov' },
      });
    const mixed = await judge('{set,atomic}.out');
    expect(mixed.annotations[0]?.message).toMatch(
      /`reports` asks for lcov.*atomic\.out has atomic.*set\.out has set/s,
    );
    const outside = await judge('out.out');
    expect(outside.outputs.verdict).toBe('incomplete');
    expect(outside.summary).toContain('etc/passwd` is in the profile, but is not a file of a module here');
  });

  it('counts the tests of other jobs, and fails with theirs', async () => {
    await using project = await createProject({
      ...MODULE,
      'a.go': 'package m\n\nfunc A() int { return 1 }\n',
      'c.out': 'mode: set\nexample.com/m/a.go:3.16,3.27 1 1\n',
    });
    const event = (Action: string, more: object) =>
      `${JSON.stringify({ Action, Package: 'example.com/m', ...more })}\n`;
    const shard = (end: string) =>
      event('run', { Test: 'TestA' }) +
      event(end, { Test: 'TestA' }) +
      event('output', { Output: 'coverage: 100.0% of statements\n' }) +
      event(end, {});
    await project.write({ 'one.json': shard('fail'), 'two.json': shard('pass') });
    const { outputs, summary } = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, run: 'false', profiles: 'c.out', 'test-json': '*.json' },
    });
    expect(outputs).toMatchObject({ verdict: 'fail', tests: '2', failed: '1', total: '100.00' });
    expect(summary).toContain('### ❌ Tests: 1 test failed');
  });

  it('reports what it knows when it is cancelled, and leaves no process behind', async () => {
    await using project = await createProject({
      ...TWO_PACKAGES,
      'b/b_test.go':
        'package b\n\nimport (\n\t"fmt"\n\t"os"\n\t"testing"\n\t"time"\n)\n\nfunc TestB(t *testing.T) {\n\tos.WriteFile("pid", []byte(fmt.Sprint(os.Getpid())), 0o644)\n\ttime.Sleep(time.Hour)\n}\n',
      'state.txt': '',
      'summary.md': '',
      'output.txt': '',
    });
    const child = spawn(process.execPath, [inRoot('actions/coverage-gate/src/index.ts')], {
      cwd: project.dir,
      env: {
        ...process.env,
        ...(await environmentOf(project.dir)),
        GITHUB_STEP_SUMMARY: project.path('summary.md'),
        GITHUB_OUTPUT: project.path('output.txt'),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await expect
      .poll(() => existsSync(project.path('b/pid')) && log.includes('✓ example.com/m/a'), { timeout: 90_000 })
      .toBe(true);
    const pid = Number(await project.read('b/pid'));
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(await project.read('summary.md')).toContain(
      'The coverage is incomplete: the run was cancelled before it ended',
    );
    expect(await project.read('output.txt')).toMatch(/verdict<<\S+\nincomplete/);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  }, 120_000);

  it('ends a package that hangs at `timeout`, with all that its tests have started, and reports the rest', async () => {
    await using project = await createProject({
      ...TWO_PACKAGES,
      'b/b_test.go':
        'package b\n\nimport (\n\t"fmt"\n\t"os"\n\t"os/exec"\n\t"testing"\n)\n\nfunc TestHangs(t *testing.T) {\n\tserver := exec.Command("sleep", "3600")\n\tif err := server.Start(); err != nil {\n\t\tt.Fatal(err)\n\t}\n\tos.WriteFile("pids", []byte(fmt.Sprint(os.Getpid(), " ", server.Process.Pid)), 0o644)\n\tserver.Wait()\n}\n',
    });
    const { code, outputs, summary } = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, timeout: '2s' },
    });
    expect(code).toBe(1);
    // As with any panic, the package's coverage is lost.
    expect(outputs).toMatchObject({ verdict: 'incomplete', tests: '2', failed: '1' });
    expect(summary).toContain('test timed out after 2s');
    expect(summary).toContain('example.com/m/b');
    const pids = (await project.read('b/pids')).split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });
});

/** The runner's environment of a plain run, with the defaults of action.yml. */
async function environmentOf(workspace: string): Promise<Record<string, string>> {
  const { parse } = await import('yaml');
  const manifest = parse(await readFile(inRoot('actions/coverage-gate/action.yml'), 'utf8')) as {
    inputs: Record<string, { default: string }>;
  };
  const inputs = Object.entries(manifest.inputs).map(([name, input]) => [
    `INPUT_${name.toUpperCase()}`,
    { ...OFF, token: '' }[name as 'token'] ?? input.default,
  ]);
  return {
    ...Object.fromEntries(inputs),
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: workspace,
    GITHUB_STATE: `${workspace}/state.txt`,
    GITHUB_REPOSITORY: 'octo/app',
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: it is gone
  }
}
