import { readFile } from 'node:fs/promises';
import { createProject, runAction } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { startGitServer } from './git-server.ts';

const HOST = 'git.example.com';
const TOKENS = { acme: 'acme-t0ken', other: 'other-t0ken', one: 'one-t0ken' };
const PASSWORDS = {
  acme: `x-access-token:${TOKENS.acme}`,
  other: `bot:${TOKENS.other}`,
  one: `x-access-token:${TOKENS.one}`,
};
/** The shortest prefix comes first: git would send its header beside those of the longer ones. */
const PRIVATE = `${HOST}: bot:${TOKENS.other}
${HOST}/acme: ${TOKENS.acme}
${HOST}/one/lib: ${TOKENS.one}
`;
const OWNERS = ['acme', 'one', 'other'];
const module = (owner: string) => `${HOST}/${owner}/lib.git`;

describe('private modules on a real git server', () => {
  it('case security/07 and case security/15: are fetched, each with its token, which stays in this step', async () => {
    await using repositories = await createProject({});
    for (const owner of OWNERS) {
      await using lib = await createProject(
        { 'go.mod': `module ${module(owner)}\n\ngo 1.24\n`, 'lib.go': 'package lib\n' },
        { git: true },
      );
      await lib.git('tag', 'v1.0.0');
      await repositories.exec('git', ['clone', '--quiet', '--bare', lib.dir, `${owner}/lib.git`]);
    }
    await using server = await startGitServer(HOST, repositories.dir, PASSWORDS);
    await using machine = await createProject({
      'work/go.mod': `module m\n\ngo 1.24\n\nrequire (\n${OWNERS.map((owner) => `\t${module(owner)} v1.0.0\n`).join('')})\n`,
      'work/m.go': `package m\n\nimport (\n${OWNERS.map((owner) => `\t_ "${module(owner)}"\n`).join('')})\n`,
      'temp/x': '',
      'home/x': '',
    });
    const trace = machine.path('trace');
    const env = {
      ...server.env,
      HOME: machine.path('home'),
      GOPATH: undefined,
      GOMODCACHE: undefined,
      GOCACHE: undefined,
      GOFLAGS: '-modcacherw',
      GOPROXY: 'off',
      GIT_TRACE: trace,
      GIT_TERMINAL_PROMPT: '0',
    };
    // Somebody who has access wrote go.sum.
    await machine.exec('go', ['mod', 'tidy'], {
      cwd: machine.path('work'),
      env: {
        ...env,
        GOPRIVATE: HOST,
        GOMODCACHE: machine.path('tidied'),
        GIT_TRACE: undefined,
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `url.file://${repositories.dir}/.insteadOf`,
        GIT_CONFIG_VALUE_0: `https://${HOST}/`,
      },
    });
    const { code, stdout, exported, state, outputs } = await runAction('setup-go-cache', {
      workspace: machine.path('work'),
      temp: machine.path('temp'),
      env,
      inputs: { 'go-version': '>=1.24', 'private-modules': PRIVATE },
    });
    expect(code, stdout).toBe(0);
    const downloaded = await machine.exec('ls', [
      `home/go/pkg/mod/${HOST}/acme`,
      `home/go/pkg/mod/${HOST}/one`,
      `home/go/pkg/mod/${HOST}/other`,
    ]);
    expect(downloaded.match(/lib\.git@v1\.0\.0/g), `${stdout}\n${server.seen.join('\n')}`).toHaveLength(3);
    expect([...new Set(server.seen)].sort()).toEqual(
      OWNERS.map((owner) => `${owner} ${PASSWORDS[owner as keyof typeof PASSWORDS]}`),
    );

    const commands = await readFile(trace, 'utf8');
    expect(commands).toContain(`remote-https`);
    const handedOn = JSON.stringify([exported, state, outputs]);
    const written = await machine
      .exec('grep', ['-rlE', '-e', Object.values(TOKENS).join('|'), 'home', 'temp', 'work'])
      .catch(() => '');
    expect(written).toBe('');
    for (const [owner, token] of Object.entries(TOKENS)) {
      const forms = [token, btoa(PASSWORDS[owner as keyof typeof PASSWORDS])];
      for (const form of forms) {
        expect(commands.includes(form)).toBe(false);
        expect(handedOn.includes(form)).toBe(false);
        expect(stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(form);
      }
    }
  });
});
