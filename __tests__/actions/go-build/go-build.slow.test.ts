import { stat } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { createProject, runAction, writeOldGit } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const MAIN = 'package main\n\nfunc main() { println("hello") }\n';
const service = {
  'go.mod': 'module m.test/x\n\ngo 1.24\n',
  'cmd/api/main.go': MAIN,
  'cmd/cli/main.go': MAIN,
  'pkg/a.go': 'package pkg\n',
};

describe('go-build', () => {
  it('builds every main for every target, proves them, and names them in its outputs', async () => {
    await using project = await createProject(service);
    await using temp = await createProject({});
    const inputs = { targets: 'linux/amd64, windows/amd64\ndarwin/arm64' };
    const result = await runAction('go-build', { workspace: project.dir, temp: temp.dir, inputs });
    expect(result).toMatchObject({ code: 0, annotations: [] });
    const binaries = JSON.parse(result.outputs.binaries ?? '') as {
      name: string;
      target: string;
      path: string;
      size: number;
      sha256: string;
    }[];
    expect(binaries.map(({ name, target }) => `${name} ${target}`)).toEqual([
      'api linux/amd64',
      'cli linux/amd64',
      'api windows/amd64',
      'cli windows/amd64',
      'api darwin/arm64',
      'cli darwin/arm64',
    ]);
    for (const { path, size, sha256 } of binaries) {
      expect((await stat(path)).size).toBe(size);
      expect(path.startsWith(result.outputs.output ?? '?')).toBe(true);
      expect(await temp.exec('sha256sum', [path])).toContain(sha256);
    }
    expect(result.summary).toMatch(
      /^### ✅ Build: 6 binaries built for linux\/amd64, windows\/amd64, darwin\/arm64\.\n/,
    );
    expect(await project.exec(binaries[0]?.path ?? '', [])).toBe('');
  });

  it('case platform/03: stamps a checkout that belongs to another user, as in a container', async () => {
    const owner = 'echo "fatal: detected dubious ownership in repository at \'$PWD\'" >&2; exit 128';
    const path = process.env.PATH ?? '';
    await using project = await createProject(
      { 'go.mod': service['go.mod'], 'main.go': MAIN },
      { git: true },
    );
    await using bin = await createProject({ 'refuses/git': `#!/bin/sh\n${owner}\n` });
    await using temp = await createProject({});
    await writeOldGit(bin.path('old'), path);
    const build = (git: string) =>
      runAction('go-build', {
        workspace: project.dir,
        temp: temp.dir,
        env: {
          PATH: `${bin.path(git)}${delimiter}${path}`,
          GIT_CONFIG_GLOBAL: undefined,
          GOFLAGS: '-buildvcs=true',
        },
      });
    const built = await build('old');
    expect(built).toMatchObject({ code: 0, annotations: [] });
    const [binary] = JSON.parse(built.outputs.binaries ?? '') as { path: string }[];
    const head = (await project.exec('git', ['rev-parse', 'HEAD'])).trim();
    expect(await project.exec('go', ['version', '-m', binary?.path ?? ''])).toContain(`vcs.revision=${head}`);
    await bin.exec('chmod', ['+x', 'refuses/git']);
    expect(await build('refuses')).toMatchObject({ code: 1 }); // what go cannot stamp is no green build
  });

  it('says which programs it leaves out, and refuses to leave out what may be one', async () => {
    await using project = await createProject({
      ...service,
      'cmd/win/main_windows.go': MAIN,
      'cmd/with-c/main.go': 'package main\n\nimport "C"\n\nfunc main() {}\n',
      'template/go.mod': 'module {{.Name}}\n',
      'template/main.go': MAIN,
    });
    const result = await runAction('go-build', {
      workspace: project.dir,
      inputs: { targets: 'linux/amd64' },
    });
    expect(result.code).toBe(0);
    expect(result.annotations.map(({ level, message }) => [level, message.split(' ', 4).join(' ')])).toEqual([
      ['warning', 'Nothing in template is'],
      ['warning', 'm.test/x/cmd/win is not built:'],
      ['warning', 'm.test/x/cmd/with-c is not built:'],
    ]);
    await project.write({ 'cmd/a b/main.go': MAIN });
    const refused = await runAction('go-build', {
      workspace: project.dir,
      inputs: { targets: 'linux/amd64' },
    });
    expect(refused.code).toBe(1);
    expect(refused.annotations[0]?.message).toContain("invalid char ' '");
  });

  it('builds the mains that change-plan names, in a nested module too', async () => {
    await using project = await createProject({
      'app/go.mod': 'module m.test/x\n\ngo 1.24\n',
      'app/cmd/api/main.go': MAIN,
      'app/tools/go.mod': 'module m.test/x/tools\n\ngo 1.24\n',
      'app/tools/gen/main.go': MAIN,
    });
    const inputs = { 'working-directory': 'app', mains: './tools/gen', output: 'out' };
    const result = await runAction('go-build', { workspace: project.dir, inputs });
    expect(result.code).toBe(0);
    expect((JSON.parse(result.outputs.binaries ?? '') as { path: string }[]).map(({ path }) => path)).toEqual(
      [expect.stringMatching(/\/out\/\w+_\w+\/gen(\.exe)?$/)],
    );
  });

  it('compiles a library and says that there is no binary', async () => {
    await using project = await createProject({
      'go.mod': 'module m.test/x\n\ngo 1.24\n',
      'a.go': 'package x\n',
    });
    const result = await runAction('go-build', { workspace: project.dir });
    expect(result).toMatchObject({
      code: 0,
      outputs: { binaries: '[]' },
      annotations: [{ level: 'notice' }],
    });
    expect(result.summary).toContain('### ✅ Build: Every package compiles');
  });

  it('annotates a compile error once, at its line, with the targets that show it', async () => {
    await using project = await createProject({
      ...service,
      'pkg/a.go': 'package pkg\n\nvar A int = "::error::x"\n',
      'cmd/api/main.go': 'package main\n\nimport "m.test/x/pkg"\n\nfunc main() { println(pkg.A) }\n',
    });
    const result = await runAction('go-build', {
      workspace: project.dir,
      inputs: { targets: 'linux/amd64,windows/amd64' },
    });
    expect(result.code).toBe(1);
    expect(result.annotations).toEqual([
      expect.objectContaining({
        level: 'error',
        file: 'pkg/a.go',
        line: 3,
        message: expect.stringMatching(/cannot use .* \(linux\/amd64, windows\/amd64\)$/),
      }),
      expect.objectContaining({ message: 'The build failed for linux/amd64, windows/amd64.' }),
    ]);
  });

  it.runIf(process.platform === 'linux')('refuses a binary that is not static', async () => {
    await using project = await createProject({
      'go.mod': 'module m.test/x\n\ngo 1.24\n',
      'main.go': 'package main\n\nimport "C"\n\nfunc main() { println("hello") }\n',
    });
    const dynamic = await runAction('go-build', { workspace: project.dir, inputs: { cgo: 'true' } });
    expect(dynamic.code).toBe(1);
    expect(dynamic.annotations.at(-1)?.message).toMatch(
      /x for linux\/\w+ failed its proof: it is dynamically linked: it needs libc/,
    );
    const allowed = await runAction('go-build', {
      workspace: project.dir,
      inputs: { cgo: 'true', static: 'false' },
    });
    expect(allowed).toMatchObject({ code: 0 });
  });

  const complaints = [
    {
      name: 'an unknown target',
      inputs: { targets: 'linux/vax' },
      want: /`targets` names linux\/vax.*\n.*go tool dist list/,
    },
    {
      name: 'several bad inputs together',
      inputs: { targets: 'linux', static: 'maybe', ldflags: '-X main.v={version}' },
      want: /`targets` is "linux".*\n`ldflags` is .* nobody fills in \{version\} here.*\n`static` is "maybe"/,
    },
    {
      name: 'a main that is none',
      inputs: { mains: 'm.test/x/pkg' },
      want: /`mains` names m\.test\/x\/pkg.*\nKnown: m\.test\/x\/cmd\/api, m\.test\/x\/cmd\/cli\./,
    },
    { name: 'a main of another module', inputs: { mains: 'm.test/y' }, want: /`mains` names m\.test\/y/ },
    { name: 'a folder without a module', inputs: { 'working-directory': 'nowhere' }, want: /nowhere/ },
  ];
  it.each(complaints)('says one clear thing about $name', async ({ inputs, want }) => {
    await using project = await createProject(service);
    const result = await runAction('go-build', { workspace: project.dir, inputs });
    expect(result.code).toBe(1);
    expect(result.annotations).toHaveLength(1);
    expect(result.annotations[0]?.message).toMatch(want);
  });
});
