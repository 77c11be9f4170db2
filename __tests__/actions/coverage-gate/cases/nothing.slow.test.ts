import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { needToolchain } from '../../../needs.ts';
import { gate, goFile, moduleWith } from './modules.ts';

const PROFILE = 'mode: set\nexample.com/m/p/p.go:3.14,3.26 1 1\n';
const event = (Action: string, more: object = {}) =>
  JSON.stringify({ Time: '2026-01-01T00:00:00Z', Action, Package: 'example.com/m/p', ...more });
const EVENTS = [
  event('start'),
  event('run', { Test: 'TestA' }),
  event('pass', { Test: 'TestA' }),
  event('pass'),
];
const utf16 = (text: string, mark: boolean) =>
  Buffer.concat([mark ? Buffer.of(0xff, 0xfe) : Buffer.of(), Buffer.from(text, 'utf16le')]);

describe('nothing is not success', () => {
  const text =
    '=== RUN   TestA\n--- FAIL: TestA (0.00s)\n    a_test.go:3: no\nFAIL\nFAIL\texample.com/m/p\t0.1s\n';
  const streams: { name: string; content: string | Buffer; says: string }[] = [
    { name: 'case lint-coverage/03: plain text of go test -v', content: text, says: 'plain text' },
    { name: 'case lint-coverage/05: an empty file', content: '', says: 'it is empty' },
    { name: 'blank lines', content: '\n\n', says: 'no test event' },
    {
      name: 'an indented JSON array',
      content: JSON.stringify(
        EVENTS.map((line) => JSON.parse(line)),
        null,
        2,
      ),
      says: 'no test event',
    },
    {
      name: 'an array of whole events',
      content: `[\n${EVENTS.join(',\n')}\n]\n`,
      says: 'line 2 is not an event',
    },
    { name: 'an array on one line', content: `[${EVENTS.join(',')}]`, says: 'line 1' },
    { name: 'UTF-16 with a mark', content: utf16(`${EVENTS.join('\r\n')}\r\n`, true), says: 'UTF-16' },
    { name: 'UTF-16 without a mark', content: utf16(`${EVENTS.join('\r\n')}\r\n`, false), says: 'UTF-16' },
    { name: 'events that are cut off', content: EVENTS.join('\n').slice(0, -20), says: 'is cut off' },
    { name: 'other JSON', content: '{"level":"info"}\n', says: 'no test event' },
    { name: 'text between events', content: `${EVENTS.join('\n')}\n${text}`, says: 'plain text' },
  ];
  it('test-json: each file that is no stream of events is named, with why', async () => {
    const files = Object.fromEntries(streams.map(({ content }, i) => [`events-${i}.json`, content]));
    await using project = await createProject(moduleWith({ 'c.out': PROFILE, ...files }));
    const inputs = { run: 'false', profiles: 'c.out', 'test-json': '*.json' };
    const { code, annotations, outputs } = await gate(project.dir, inputs);
    expect([code, outputs.verdict]).toEqual([1, undefined]);
    const said = annotations.map(({ message }) => message).join('\n');
    for (const [i, { name, says }] of streams.entries()) {
      const words = said.split(`events-${i}.json`)[1]?.split('events-')[0];
      expect(words, name).toContain(says);
    }
  });

  const fail = (...events: string[]) => events.join('\n').replaceAll('"pass"', '"fail"');
  const build = (Action: string) =>
    JSON.stringify({ ImportPath: 'example.com/m/q [example.com/m/q.test]', Action, Output: 'q.go:1: no\n' });
  const contradictions = [
    { name: 'a failing run, and behind it the one that passed', content: [fail(...EVENTS), ...EVENTS] },
    { name: 'the same from a go without start events', content: [fail(...EVENTS), ...EVENTS.slice(1)] },
    { name: 'a failing run behind one that passed', content: [...EVENTS, fail(...EVENTS)] },
    {
      name: 'each with a byte order mark',
      content: [`\ufeff${fail(...EVENTS)}`, `\ufeff${EVENTS.join('\n')}`],
    },
    {
      name: 'a failed test in a package that passed',
      content: [fail(...EVENTS.slice(0, 3)), ...EVENTS.slice(3)],
    },
    {
      name: 'a failed build of which no package speaks',
      content: [...EVENTS, build('build-output'), build('build-fail')],
    },
  ];
  it.each(contradictions)('case lint-coverage/05: test-json has $name: never green', async ({ content }) => {
    await using project = await createProject(
      moduleWith({ 'c.out': PROFILE, 'events.json': `${content.join('\n')}\n` }),
    );
    const { code, outputs } = await gate(project.dir, {
      run: 'false',
      profiles: 'c.out',
      'test-json': 'events.json',
    });
    expect(code).toBe(1);
    expect(outputs.verdict).not.toBe('pass');
  });

  it('test-json: a byte order mark, Windows line ends and lines of other programs are harmless', async () => {
    const lines = [`\ufeff${EVENTS[0]}`, 'make: nothing to do', '{"level":"info"}', ...EVENTS.slice(1)];
    await using project = await createProject(
      moduleWith({ 'c.out': PROFILE, 'events.json': `${lines.join('\r\n')}\r\n` }),
    );
    const { outputs } = await gate(project.dir, {
      run: 'false',
      profiles: 'c.out',
      'test-json': 'events.json',
    });
    expect(outputs).toMatchObject({ verdict: 'pass', tests: '1' });
  });

  it('test-json: what had not ended, or did not build in the words of older Go, is not green', async () => {
    await using project = await createProject(
      moduleWith({
        'c.out': PROFILE,
        'cut.json': `${EVENTS.slice(0, 3).join('\n')}\n`,
        'old.json': `${EVENTS.join('\n')}\nFAIL\texample.com/m/q [build failed]\n`,
      }),
    );
    const of = (file: string) => gate(project.dir, { run: 'false', profiles: 'c.out', 'test-json': file });
    const cut = await of('cut.json');
    expect([cut.code, cut.outputs.verdict]).toEqual([1, 'incomplete']);
    expect(cut.summary).toContain('had not ended');
    const old = await of('old.json');
    expect([old.code, old.outputs.verdict]).toEqual([1, 'incomplete']);
    expect(old.summary).toContain('example.com/m/q` did not build');
  });

  const profiles: { name: string; content: string | Buffer; says: string }[] = [
    { name: 'an empty file', content: '', says: 'has no block' },
    { name: 'UTF-16', content: utf16(PROFILE, true), says: 'UTF-16' },
    { name: 'UTF-16 without a mark', content: utf16(PROFILE, false), says: 'UTF-16' },
    { name: 'a line that is cut off', content: PROFILE.slice(0, -6), says: 'expected NAME' },
  ];
  it('profiles: each file that is none is named, with why', async () => {
    const files = Object.fromEntries(profiles.map(({ content }, i) => [`bad-${i}.out`, content]));
    await using project = await createProject(moduleWith({ 'good.out': PROFILE, ...files }));
    const { code, annotations } = await gate(project.dir, { run: 'false', profiles: '*.out' });
    expect(code).toBe(1);
    const said = annotations.map(({ message }) => message).join('\n');
    for (const [i, { name, says }] of profiles.entries()) {
      const words = said.split(`bad-${i}.out`)[1]?.split('bad-')[0];
      expect(words, name).toContain(says);
    }
  });

  it('profiles: a shard without statements is merged with the others, and said', async () => {
    const bare = 'mode: set\n';
    await using project = await createProject(
      moduleWith({
        'good.out': PROFILE,
        'bare.out': bare,
        'last.out': bare.trim(),
        'crlf.out': 'mode: set\r\n',
      }),
    );
    const marked = `\ufeff${PROFILE.replaceAll('\n', '\r\n')}`;
    const path = PROFILE.replace('example.com/m/', './');
    await project.write({ 'others/powershell.out': marked, 'others/path.out': path });
    for (const profiles of ['others/powershell.out', 'others/path.out']) {
      const { outputs } = await gate(project.dir, { run: 'false', profiles });
      expect(outputs, profiles).toMatchObject({ verdict: 'pass', total: '100.00' });
    }
    const merge = (profiles: string) => gate(project.dir, { run: 'false', profiles });
    const merged = await merge('*.out');
    expect(merged.outputs).toMatchObject({ verdict: 'pass', total: '100.00', statements: '1' });
    for (const name of ['bare', 'last', 'crlf']) expect(merged.summary).toContain(`${name}.out has no block`);
    const alone = await merge('bare.out');
    expect([alone.code, alone.annotations[0]?.message]).toEqual([1, expect.stringContaining('has no block')]);
    const two = await merge('bare.out\nlast.out');
    expect(two.code).toBe(1);
    expect(two.annotations[0]?.message).toMatch(/bare\.out has no block[\s\S]*last\.out has no block/);
  });

  it('what a change takes out of the numbers is said, and nothing left is not green', async () => {
    const more = { 'c.out': PROFILE, 'p/q.go': 'package p\n\nfunc Q() int {\n\treturn 2\n}\n' };
    await using project = await createProject(moduleWith(more), { git: true });
    const base = await project.git('rev-parse', 'HEAD');
    const header = '// Code generated by hand. DO NOT EDIT.\n\n';
    await project.commit('feat: quiet', {
      'p/p.go': 'package p\n\nfunc P() int { return 1 } //coverage:ignore as it is\n',
      'p/q.go': `${header}${more['p/q.go']}`,
      'p/r.go': `${header}package p\n\nfunc R() int { return 3 }\n`,
      'r.out': `${PROFILE}example.com/m/p/q.go:5.14,7.2 1 0\nexample.com/m/p/r.go:5.14,5.26 1 0\n`,
    });
    const inputs = { run: 'false', profiles: 'r.out', base, 'min-patch': '90' };
    const { outputs, annotations } = await gate(project.dir, inputs);
    expect(outputs.verdict).toBe('incomplete');
    const [notice, sentence] = annotations.map(({ message }) => message);
    expect(notice).toBe(
      'Left out by this change: 1 changed statement by `//coverage:ignore`; p/q.go as generated, which the base does not say.',
    );
    expect(sentence).toContain('nothing left to judge: `//coverage:ignore` leaves out all of it');
  });

  it('packages: patterns that match no package are named', async () => {
    const patterns = ['./nosuch/...', './nosuch', 'example.com/m/nosuch', './tagged'];
    await using project = await createProject(
      moduleWith({ 'tagged/t.go': '//go:build never\n\npackage tagged\n' }),
    );
    const { code, annotations } = await gate(project.dir, { packages: `./p ${patterns.join(' ')}` });
    expect(code).toBe(1);
    const named = patterns.map((pattern) => JSON.stringify(pattern)).join(', ');
    expect(annotations.at(-1)?.message).toContain(`\`packages\` has ${named}, which matches no package`);
  });

  it('a project without any package is an error', async () => {
    await using project = await createProject({ 'go.mod': 'module example.com/m\n\ngo 1.24\n' });
    const { code, annotations } = await gate(project.dir);
    expect(code).toBe(1);
    expect(annotations[0]?.message).toContain('There is no Go package to test in example.com/m (.)');
  });

  it('case lint-coverage/15: a module without a package is left out, and said', async () => {
    await using project = await createProject(
      moduleWith({
        'p/p_test.go': goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }'),
        'tools/go.mod': 'module example.com/tools\n\ngo 1.24\n',
        'gen/go.mod': 'module example.com/gen\n\ngo 1.24\n',
        'gen/g.go': '//go:build never\n\npackage gen\n',
      }),
    );
    const { code, outputs, summary } = await gate(project.dir, { 'min-total': '100' });
    expect([code, outputs.verdict, outputs.total]).toEqual([0, 'pass', '100.00']);
    expect(summary).toContain('the module in tools has no package to test and was left out');
    expect(summary).toContain('the module in gen has no package to test and was left out');
  });

  it('packages without statements, or without tests, are whole (case repositories/01)', async () => {
    await using project = await createProject(
      moduleWith({
        'p/p_test.go': goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }'),
        'protector/protector.go':
          'package protector\n\n// Protect does nothing here.\nfunc Protect(_ string) {}\n',
        'types/t.go': 'package types\n\ntype T int\n',
        'e2e/e2e_test.go': goFile('e2e', ['testing'], 'func TestE2E(t *testing.T) {}'),
        'skipped/s_test.go': goFile(
          'skipped',
          ['os', 'testing'],
          'func TestMain(m *testing.M) { os.Exit(0) }',
          'func TestS(t *testing.T) {}',
        ),
      }),
    );
    const { code, outputs, summary } = await gate(project.dir, { 'test-args': '-run ^TestP' });
    expect([code, outputs.verdict, outputs.total]).toEqual([0, 'pass', '100.00']);
    expect(summary).not.toContain('os.Exit');
  });

  const passing = goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }');

  it('a package of `!race` files alone is none where the race detector runs', async () => {
    await using project = await createProject(
      moduleWith({
        'p/p_test.go': passing,
        'q/q.go': '//go:build !race\n\npackage q\n\nfunc Q() int { return 1 }\n',
      }),
    );
    const { outputs } = await gate(project.dir, { race: 'true' });
    expect(outputs).toMatchObject({ verdict: 'pass', statements: '1' });
  });

  it.for(['go1.21.0', 'go1.16.15'])('of a module of %s as it comes', async (version, { skip }) => {
    await needToolchain(skip, version, 'coverage');
    await using project = await createProject({
      'go.mod': 'module example.com/m\n\ngo 1.15\n',
      'p/p.go': 'package p\n\nfunc P() int { return 1 }\n',
      'p/p_test.go': passing,
      'cmd/main.go': 'package main\n\nfunc main() { println(1) }\n',
    });
    const { outputs, annotations } = await gate(project.dir, {}, { env: { GOTOOLCHAIN: version } });
    if (version === 'go1.21.0') expect(outputs).toMatchObject({ verdict: 'pass', total: '50.00' });
    else expect(annotations[0]?.message).toContain('Go 1.16.15 is too old here');
  });

  it('flags that leave out every test are said', async () => {
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }') }),
    );
    const { summary, annotations } = await gate(project.dir, { 'test-args': '-args -test.run=Nope' });
    expect(summary).toContain('No test ran');
    expect(annotations).toMatchObject([{ level: 'notice', message: expect.stringContaining('No test ran') }]);
  });

  it.each([
    { args: '-coverprofile=coverage.out', says: '`-coverprofile` cannot stand there' },
    { args: '-args -test.count=0', says: '`-count=0` cannot stand there: it runs no test' },
    { args: '-coverpkg ./...', says: '`-coverpkg` cannot stand there: set the input `coverpkg`' },
  ])('case lint-coverage/29: $args displaces the gate’s own flags', async ({ args, says }) => {
    await using project = await createProject(moduleWith({}));
    const { code, annotations, stdout } = await gate(project.dir, { 'test-args': args });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toContain(says);
    expect(stdout).not.toContain('$ go test');
  });

  it('flags that displace nothing stay, and what follows -args is the tests’ own', async () => {
    await using project = await createProject(
      moduleWith({ 'p/p_test.go': goFile('p', ['testing'], 'func TestP(t *testing.T) { P() }') }),
    );
    const { outputs } = await gate(project.dir, {
      'test-args': '-short -covermode=count -ldflags "-s -w" -run TestP -args json c',
    });
    expect(outputs).toMatchObject({ verdict: 'pass', tests: '1', total: '100.00' });
  });

  it('flags of GOFLAGS that displace the gate’s own are refused as well', async () => {
    await using project = await createProject(moduleWith({}));
    const { code, annotations } = await gate(project.dir, {}, { env: { GOFLAGS: '-coverpkg=./...' } });
    expect(code).toBe(1);
    expect(annotations[0]?.message).toContain('GOFLAGS is "-coverpkg=./..."');
  });
});
