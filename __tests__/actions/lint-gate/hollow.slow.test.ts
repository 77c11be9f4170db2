import { chmod } from 'node:fs/promises';
import { runChecked } from '@go-actions/action-kit';
import { createProject, moduleProxyFiles, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOVULNCHECK, STATICCHECK } from '../../../actions/lint-gate/src/linters/versions.ts';
import { CLEAN, lint, repository, withLinters } from './gate.ts';

let tools: Project;
let project: Project;
beforeAll(async () => {
  tools = await createProject({});
  project = await repository({
    'app.go': CLEAN,
    'sub/sub.go': CLEAN,
    'sub/sub_test.go': 'package app_test\n',
  });
});
afterAll(async () => {
  await tools[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

/** Exits with 0 after it printed what SAYS holds. */
const MAIN = 'package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString(os.Getenv("SAYS")) }\n';

/** Installs such a program with the build information of a linter; returns the folder for PATH. */
async function installHollow({ pkg, version }: { pkg: string; version: string }): Promise<string> {
  const module = pkg.slice(0, pkg.indexOf('/cmd/'));
  const files = {
    'go.mod': `module ${module}\n\ngo 1.24\n`,
    [`${pkg.slice(module.length + 1)}/main.go`]: MAIN,
  };
  const proxy = Object.entries(moduleProxyFiles(module, version, files));
  await tools.write(Object.fromEntries(proxy.map(([name, content]) => [`proxy/${name}`, content])));
  const env = { GOPROXY: `file://${tools.path('proxy')}`, GOSUMDB: 'off', GOFLAGS: '-modcacherw' };
  const cache = { GOBIN: tools.path('bin'), GOMODCACHE: tools.path('modcache') };
  await runChecked('go', ['install', `${pkg}@${version}`], { cwd: tools.dir, env: { ...env, ...cache } });
  return tools.path('bin');
}

const only = (check: string) => {
  const others = ['fmt', 'vet', 'staticcheck'].filter((name) => name !== check).map((name) => `${name}: off`);
  return { preset: 'fast', checks: `{ ${others.join(', ')}, ${check}: error }` };
};

const doc = (...messages: object[]) => messages.map((message) => JSON.stringify(message)).join('\n');
const config = { config: { scan_level: 'symbol', scan_mode: 'source' } };
const SBOM = (...roots: string[]) => ({ SBOM: { roots } });
const last = { progress: { message: 'Checking the code against the vulnerabilities...' } };
const all = SBOM('example.com/app', 'example.com/app/sub');

describe.each([
  {
    check: 'vuln',
    tool: GOVULNCHECK,
    rows: [
      { name: 'nothing', says: '', want: 'did not say how it was set up' },
      {
        name: 'half a document',
        says: `${doc(config, all)}\n{"progress":`,
        want: 'JSON that cannot be read',
      },
      { name: 'only its start', says: doc(config, all), want: 'did not come to comparing' },
      {
        name: 'fewer packages',
        says: doc(config, SBOM('example.com/app'), last),
        want: 'left out 1 of 2 packages',
      },
      { name: 'everything', says: doc(config, all, last), want: undefined },
    ],
  },
  {
    check: 'staticcheck',
    tool: STATICCHECK,
    rows: [
      { name: 'nothing', says: '', want: 'it printed no report' },
      { name: 'half a document', says: '{"runs":[{"invocations":[', want: 'JSON that cannot be read' },
      { name: 'an empty object', says: '{}', want: 'JSON that cannot be read' },
      {
        name: 'a whole report',
        says: '{"runs":[{"invocations":[{"executionSuccessful":true}],"results":null}]}',
        want: undefined,
      },
    ],
  },
])('a linter that exits with 0: $check', ({ check, tool, rows }) => {
  let bin: string;
  beforeAll(async () => {
    bin = await installHollow(tool);
  });
  it.each(rows)('and prints $name', async ({ says, want }) => {
    const env = { PATH: await withLinters(bin), SAYS: says };
    const result = await lint(project, { inputs: only(check), env });
    expect(result.outputs).toMatchObject(
      want ? { verdict: 'fail', 'exit-class': 'crash' } : { verdict: 'pass', 'exit-class': 'clean' },
    );
    if (want) expect(result.annotations[0]?.message).toContain(want);
  });
});

/** A go command that is the real one, but for the arguments that start with `args`: then it prints `says` and exits with 0. */
async function hollowGo(args: string): Promise<string> {
  const go = (await runChecked('go', ['env', 'GOROOT'])).stdout.trim();
  const script = `#!/bin/sh\ncase "$*" in "${args}"*) printf '%s' "$SAYS"; exit 0;; esac\nexec '${go}/bin/go' "$@"\n`;
  await tools.write({ 'go/go': script });
  await chmod(tools.path('go/go'), 0o755);
  return withLinters(tools.path('go'));
}

it.each([
  { check: 'vet', args: 'vet', says: '', want: 'answered for 0 of 3 packages' },
  { check: 'vet', args: 'vet', says: '{}\n{}\n', want: 'answered for 2 of 3 packages' },
  { check: 'vet', args: 'vet', says: '{}\n{}\n{\n', want: 'gave no result' },
  { check: 'verify', args: 'mod verify', says: '', want: 'did not say "all modules verified"' },
  { check: 'verify', args: 'mod verify', says: 'all modules', want: 'did not say "all modules verified"' },
  { check: 'tidy', args: 'mod tidy', says: 'diff current/go.mod tidy/go.mod\n---', want: 'gave no result' },
  { check: 'fix', args: 'fix', says: '--- /a.go (old)\n', want: 'gave no result' },
  { check: 'vet', args: 'list -e', says: '', want: '`go list` gave no result' },
])('a go command that answers $args with "$says" is never green', async ({ check, args, says, want }) => {
  const env = { PATH: await hollowGo(args), SAYS: says };
  const result = await lint(project, { inputs: only(check), env });
  expect(result.outputs.verdict).toBe('fail');
  expect(result.annotations[0]?.message).toContain(want);
});

it('no other program says which packages there are', async () => {
  const answer = JSON.stringify({ NotHandled: false, Roots: [], Packages: [] });
  await tools.write({ driver: `#!/bin/sh\ncat > /dev/null\necho '${answer}'\n` });
  await chmod(tools.path('driver'), 0o755);
  await using unused = await repository({ 'app.go': 'package app\n\nfunc unused() {}\n' });
  const env = { GOPACKAGESDRIVER: tools.path('driver') };
  const result = await lint(unused, { inputs: only('staticcheck'), env });
  expect(result.outputs).toMatchObject({ verdict: 'fail', issues: '1' });
});
