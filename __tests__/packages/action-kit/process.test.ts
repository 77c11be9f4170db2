import { existsSync } from 'node:fs';
import { getPriority } from 'node:os';
import { childEnvironment, run, runChecked } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const node = (script: string, options = {}) => run(process.execPath, ['-e', script], options);

describe('run', () => {
  it('gives the exit code and both streams', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exit(3)');
    expect(result).toMatchObject({
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      timedOut: false,
      truncated: false,
    });
  });

  it('passes arguments as they are, with no shell between', async () => {
    const hostile = ['$(id)', '; rm -rf x', '`id`', 'a b', '*', '"'];
    const { stdout } = await run(process.execPath, [
      '-e',
      'console.log(JSON.stringify(process.argv.slice(1)))',
      ...hostile,
    ]);
    expect(JSON.parse(stdout)).toEqual(hostile);
  });

  it('hands out whole lines, whatever the chunks', async () => {
    const lines: string[] = [];
    const script = `process.stdout.write('ä1\\nä'); setTimeout(() => process.stdout.write(Buffer.from([0xc3])), 5); setTimeout(() => process.stdout.write(Buffer.from([0xa4, 10])), 10); setTimeout(() => process.stdout.write('last'), 15)`;
    await node(script, { onStdoutLine: (line: string) => lines.push(line) });
    expect(lines).toEqual(['ä1', 'ää', 'last']);
  });

  it('lets work in the background give way', async () => {
    const script = 'console.log(require("os").getPriority() - Number(process.argv[1]))';
    const own = String(getPriority());
    const args = ['-e', script, own];
    expect((await run(process.execPath, args)).stdout).toBe('0\n');
    expect((await run(process.execPath, args, { background: true })).stdout).toBe('10\n');
  });

  it('keeps at most maxBytes of a flood and says so', async () => {
    const result = await node('process.stdout.write("x".repeat(5e6))', { maxBytes: 1_000 });
    expect(result.stdout).toHaveLength(1_000);
    expect(result.truncated).toBe(true);
  });

  it('kills the whole process group on time-out', async () => {
    await using project = await createProject({});
    const marker = project.path('alive');
    const grandchild = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(marker)}, ''), 3000); setTimeout(() => {}, 9e5)`;
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]).once('spawn', () => console.log('up')); setTimeout(() => {}, 9e5)`;
    const result = await node(script, { timeoutMs: 500 });
    expect(result).toMatchObject({ code: null, timedOut: true });
    expect(existsSync(marker)).toBe(false);
  });

  it('stops when the job is cancelled', async () => {
    const cancel = new AbortController();
    const running = node('console.log("up"); setTimeout(() => {}, 9e5)', {
      signal: cancel.signal,
      onStdoutLine: () => cancel.abort(),
    });
    expect((await running).signal).toBe('SIGTERM');
  });

  it('says so when the program does not exist', async () => {
    await expect(run('no-such-program-here', [])).rejects.toThrow('`no-such-program-here` was not found');
  });

  it('shows command, code and the end of the output of a failed command', async () => {
    await expect(
      runChecked(process.execPath, ['-e', 'console.error("no disk"); process.exit(2)']),
    ).rejects.toThrow(/exited with code 2\.\nno disk/);
  });
});

describe('childEnvironment', () => {
  it('withholds what would let a child act as the step', () => {
    const parent = {
      PATH: '/bin',
      INPUT_TOKEN: 'x',
      ACTIONS_RUNTIME_TOKEN: 'x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
      GITHUB_ENV: 'x',
      GITHUB_OUTPUT: 'x',
      GITHUB_TOKEN: 'x',
      GITHUB_REF: 'refs/heads/main',
    };
    expect(childEnvironment(parent)).toEqual({ PATH: '/bin', GITHUB_REF: 'refs/heads/main' });
  });
  it('adds and removes what it is told', () => {
    expect(childEnvironment({ A: '1', B: '2' }, { B: undefined, C: '3' })).toEqual({ A: '1', C: '3' });
    expect(childEnvironment({ A: '1', B: '2' }, { C: '3' }, /^A$/)).toEqual({ A: '1', C: '3' });
  });
});
