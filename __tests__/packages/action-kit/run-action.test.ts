import { run } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { ROOT } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';

/** A whole action in one file, run by Node as the runner would run a bundle; each phase says when it is loaded. */
const fixture = (body: string) => `
import { runAction, ActionError, fetchHttp, run, saveState, loadState } from '@go-actions/action-kit';
const { inputs, ...phases } = ${body};
const load = (name) => async () => {
  console.log('loaded', name);
  return { readInputs: inputs, [name]: phases[name] };
};
await runAction(Object.fromEntries(Object.keys(phases).map((name) => [name, load(name)])));
`;

function start(body: string, env: Record<string, string | undefined> = {}) {
  const runner = {
    GITHUB_STATE: undefined,
    GITHUB_OUTPUT: undefined,
    GITHUB_EVENT_PATH: undefined,
    GITHUB_STEP_SUMMARY: undefined,
  };
  const args = ['--input-type=module', '--eval', fixture(body)];
  return run(process.execPath, args, { cwd: ROOT, env: { ...runner, ...env }, timeoutMs: 30_000 });
}

/** Signal 0 only asks whether the process is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH
  }
}

describe.concurrent('runAction', () => {
  it('is green when main concludes nothing, even with work left open', async () => {
    const { code } = await start(
      '{ inputs: () => ({}), main: async () => { setInterval(() => {}, 1000); return undefined; } }',
    );
    expect(code).toBe(0);
  });

  it('is red with one sentence when main says no', async () => {
    const { code, stdout } = await start(
      `{ inputs: () => ({}), main: async () => ({ failure: '2 tests failed' }) }`,
    );
    expect(code).toBe(1);
    expect(stdout).toContain('::error::2 tests failed');
  });

  it('reports every bad input in one message and runs nothing', async () => {
    const body = `{ inputs: (i) => [i.flag('a'), i.choice('b', ['x'])], main: async () => { console.log('RAN'); return undefined; } }`;
    const { code, stdout } = await start(body, { INPUT_A: 'maybe', INPUT_B: 'y' });
    expect(code).toBe(1);
    expect(stdout).toContain(
      '::error::`a` is "maybe"; expected "true" or "false"%0A`b` is "y"; expected one of x',
    );
    expect(stdout).not.toContain('RAN');
  });

  it('shows the remedy and the cause of a failure', async () => {
    const body = `{ inputs: () => ({}), main: async () => { throw new ActionError('No go.mod here.', { remedy: 'Set working-directory.', cause: new Error('ENOENT') }); } }`;
    expect((await start(body)).stdout).toContain(
      '::error::No go.mod here.%0ASet working-directory.%0ACause: ENOENT',
    );
  });

  it('says nothing about bad inputs again in post', async () => {
    const body = `{ inputs: (input) => input.required('x'), main: async () => undefined, post: async () => undefined }`;
    const { code, stdout } = await start(body, { 'STATE_go-actions-phase': '"main"' });
    expect([code, stdout.match(/::(error|warning)/)]).toEqual([0, null]);
  });

  it('runs post when main has run before, and only warns when post fails', async () => {
    const body = `{ inputs: () => ({}), main: async () => { console.log('MAIN'); return undefined; }, post: async () => { throw new Error('no service'); } }`;
    const { code, stdout } = await start(body, { 'STATE_go-actions-phase': '"main"' });
    expect(code).toBe(0);
    expect(stdout).toContain('::warning::no service');
    expect(stdout).not.toContain('MAIN');
    expect(stdout.match(/loaded \w+/g)).toEqual(['loaded post']);
  });

  it('ends quietly in post when the action has none', async () => {
    const body = '{ inputs: (input) => input.required("x"), main: async () => undefined }';
    const { code, stdout } = await start(body, { 'STATE_go-actions-phase': '"main"' });
    expect([code, stdout]).toEqual([0, '']);
  });

  const waits = 'await new Promise((done) => setTimeout(done, 100_000));';
  const lost = "new Error('lost\\n::set-output name=verdict::pass')";
  it.each([
    ['a promise that nothing settles', 'await new Promise(() => {});'],
    ['an error that nobody waits for', `void Promise.reject(${lost}); ${waits}`],
    ['an error in a callback', `setTimeout(() => { throw ${lost}; }); ${waits}`],
  ])('%s is no green main and no red post, and its words are no commands', async (_name, work) => {
    const phase = `async () => { ${work} }`;
    const body = `{ inputs: () => ({}), main: ${phase}, post: ${phase} }`;
    const main = await start(body);
    expect(main.code).not.toBe(0);
    expect(main.stdout).toMatch(/^::error::(lost%0A|The action stopped)/m);
    const post = await start(body, { 'STATE_go-actions-phase': '"main"' });
    expect(post.code).toBe(0);
    expect(post.stdout).toMatch(/^::warning::(lost%0A|The action stopped)/m);
    for (const { stdout, stderr } of [main, post]) expect(stdout + stderr).not.toMatch(/^::set-output/m);
  });

  it('hands the event and the ref to main', async () => {
    await using project = await createProject({ 'event.json': '{"repository":{"default_branch":"trunk"}}' });
    const body = `{ inputs: () => ({}), main: async (_, job) => { console.log(job.context.defaultBranch, job.context.ref); return undefined; } }`;
    const { stdout } = await start(body, {
      GITHUB_EVENT_PATH: project.path('event.json'),
      GITHUB_REF: 'refs/heads/x',
    });
    expect(stdout).toContain('trunk refs/heads/x');
  });

  describe.each(['SIGINT', 'SIGTERM'] as const)('case security/16: %s', (name) => {
    const self = `process.kill(process.pid, '${name}')`;
    const stubborn = `['-e', 'process.on("SIGTERM", () => {}); process.on("SIGINT", () => {}); console.log(process.pid); setTimeout(() => {}, 9e5)']`;
    const hang = `http.createServer((_, response) => { response.write('x'); ${self}; }).listen(0, '127.0.0.1', async function () {
      const url = 'http://127.0.0.1:' + this.address().port;`;
    const http = `const http = await import('node:http');`;
    it.each([
      {
        name: 'a request under way, without its error being caught',
        main: `async () => { ${http} return new Promise((_, reject) => { ${hang} fetchHttp({ url }).catch(reject); }); }); }`,
      },
      {
        name: 'a request whose failure is swallowed, again and again',
        main: `async () => { ${http} return new Promise(() => { ${hang} for (;;) { await fetchHttp({ url }).catch(() => 0); await new Promise((next) => setTimeout(next, 1)); } }); }); }`,
      },
      {
        name: 'a child that ignores signals',
        main: `() => run(process.execPath, ${stubborn}, { onStdoutLine: (pid) => { console.log('child', pid); ${self}; } }).then(() => new Promise(() => {}))`,
      },
      {
        name: 'work that nothing ends',
        main: `() => new Promise(() => { setInterval(() => {}, 1000); ${self}; })`,
      },
    ])('ends $name', async ({ main }) => {
      const { code, stdout } = await start(`{ inputs: () => ({}), main: ${main} }`);
      expect(code).toBe(1);
      expect(stdout).toContain(`The job was cancelled (${name})`);
      const pid = Number(/child (\d+)/.exec(stdout)?.[1]);
      if (pid) expect(isAlive(pid)).toBe(false);
    });
  });

  it('starts no program once the job is cancelled, but for what cleans up', async () => {
    const body = `{ inputs: () => ({}), main: async (_, job) => {
      setInterval(() => {}, 1000);
      const done = new Promise((resolve) => job.signal.addEventListener('abort', resolve));
      process.kill(process.pid, 'SIGTERM');
      await done;
      const clean = await run(process.execPath, ['-e', 'console.log("cleaned")'], { cleanup: true });
      console.log(clean.stdout);
      await run(process.execPath, ['-e', 'console.log("ran")'], { onStdoutLine: console.log });
    } }`;
    const { stdout } = await start(body);
    expect(stdout).toContain('cleaned');
    expect(stdout).not.toContain('ran\n');
  });

  it('case security/setsid: ends what has left its session, when main ends and when it is cancelled', async ({
    skip,
  }) => {
    if (process.platform !== 'linux') skip('only Linux shows the environment of other processes');
    const leaver = `await run('bash', ['-c', 'setsid bash -c "echo \\$\\$; exec 1>&- 2>&-; exec sleep 300" &'], { onStdoutLine: (line) => console.log('left', line) });`;
    for (const rest of ['', `process.kill(process.pid, 'SIGTERM'); await new Promise(() => {});`]) {
      const { stdout } = await start(
        `{ inputs: () => ({}), main: async () => { ${leaver} ${rest} return undefined; } }`,
      );
      const pid = Number(/left (\d+)/.exec(stdout)?.[1]);
      expect(pid).toBeGreaterThan(0);
      expect(isAlive(pid)).toBe(false);
    }
  });

  it('leaves no child behind when main ends', async ({ expect }) => {
    const child = `['-e', 'console.log(process.pid); setTimeout(() => {}, 9e5)']`;
    const body = `{ inputs: () => ({}), main: () => new Promise((resolve) => {
      run(process.execPath, ${child}, { onStdoutLine: (pid) => { console.log('child', pid); resolve(undefined); } });
    }) }`;
    const { stdout, code } = await start(body);
    expect(code).toBe(0);
    const pid = Number(/child (\d+)/.exec(stdout)?.[1]);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });
});
