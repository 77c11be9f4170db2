import { createProject, type Files } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODULE, warmTests } from './runner.ts';
import { createStage, GO_MOD, type Scene, type Stage, sh } from './stage.ts';

const GO_TEST = [['go', 'test', '-vet=off', './...']];
const CACHED = 'ok  \texample.com/app\t(cached)';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(warmTests);
});
afterAll(() => stage[Symbol.asyncDispose]());

/** A test that passes while an expression of type `([]byte, error)` gives `want`. */
const reads = (
  pkg: string,
  value: string,
  want: string,
  imports: readonly string[] = ['os'],
) => `package ${pkg}

import (
${[...imports, 'testing'].map((name) => `\t"${name}"\n`).join('')})

func TestFile(t *testing.T) {
	got, err := ${value}
	if err != nil || string(got) != ${JSON.stringify(want)} {
		t.Fatal(string(got), err)
	}
}
`;
/** Starts a script by a name that begins in another folder. */
const SHOWS = `
func show() ([]byte, error) {
	show := exec.Command("./show")
	show.Dir = "tool"
	return show.Output()
}
`;
/** Starts the test again through a link that is gone afterwards, as testscript does. */
const CHILD = `
func TestMain(m *testing.M) {
	if name := os.Getenv("CHILD"); name != "" {
		data, _ := os.ReadFile(name)
		os.Stdout.Write(data)
		os.Exit(0)
	}
	m.Run()
}

func child(t *testing.T) ([]byte, error) {
	self, _ := os.Executable()
	link := t.TempDir() + "/app"
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	var out, problems strings.Builder
	child := exec.Command(link)
	child.Env = append(os.Environ(), "CHILD=data.txt")
	child.Stdin, child.Stdout, child.Stderr = strings.NewReader(""), &out, &problems
	err := child.Run()
	return []byte(out.String()), err
}
`;
const readsFile = (pkg: string, file: string, want: string) =>
  reads(pkg, `os.ReadFile(${JSON.stringify(file)})`, want);

describe('case cache-plan/05: what Go does not look at again is not taken over', () => {
  const checks = (name: string) => `checks/${name}/${name}_test.go`;
  const ROOT_DIR = 'os.Getenv("GITHUB_WORKSPACE") + "/charts/values.yaml"';
  const OTHER: Files = {
    'charts/values.yaml': 'one',
    'checks/go.mod': 'module example.com/app/checks\n\ngo 1.24\n',
    [checks('named')]: readsFile('named', '../../charts/values.yaml', 'one'),
    [checks('absolute')]: reads('absolute', `os.ReadFile(${ROOT_DIR})`, 'one'),
    [checks('there')]: readsFile('there', 'values.yaml', 'one').replace(
      'got, err',
      't.Chdir("../../charts")\n\tgot, err',
    ),
    [checks('root')]: reads('root', 'fs.ReadFile(os.DirFS("../.."), "charts/values.yaml")', 'one', [
      'io/fs',
      'os',
    ]),
    [checks('linked')]: readsFile('linked', 'values.yaml', 'one'),
    [checks('inner')]: readsFile('inner', '../testdata/a.txt', 'a'),
    'checks/testdata/a.txt': 'a',
  };
  const unseen = 'untracked/testdata/new.txt';
  const STEPS: Files = {
    'cmd/answer/main.go': 'package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("one") }\n',
    'builds/builds_test.go': reads('builds', 'exec.Command("go", "run", "../cmd/answer").Output()', 'one', [
      'os/exec',
    ]),
    'untracked/untracked_test.go': readsFile('untracked', 'testdata/new.txt', 'one'),
    'unpacked/unpacked_test.go': readsFile('unpacked', 'testdata/new.txt', 'one'),
    'rewritten/rewritten_test.go': readsFile('rewritten', 'testdata/old.txt', 'one'),
    'rewritten/testdata/old.txt': 'old',
    'removed/removed_test.go': readsFile('removed', 'new.txt', 'one'),
    'home/home_test.go': reads('home', 'os.ReadFile(os.Getenv("HOME") + "/.config/app")', 'one'),
    'etc/etc_test.go': reads('etc', 'os.ReadFile(os.Getenv("ELSEWHERE") + "/config")', 'one'),
    'gone/gone_test.go': reads('gone', 'os.ReadFile(os.Getenv("ELSEWHERE") + "/gone/config")', 'one'),
    'temp/temp_test.go': reads('temp', 'os.ReadFile(os.Getenv("RUNNER_TEMP") + "/app")', 'one'),
    'older/older_test.go': reads('older', 'os.ReadFile(os.Getenv("ELSEWHERE") + "/older")', 'one'),
    'starts/starts_test.go': reads('starts', 'exec.Command("/bin/cat", "data.txt").Output()', 'one', [
      'os/exec',
    ]),
    'starts/data.txt': 'one',
    'there/there_test.go': reads('there', 'show()', 'one', ['os/exec']) + SHOWS,
    'there/tool/show': '#!/bin/sh\ncat data.txt',
    'there/tool/data.txt': 'one',
    'itself/itself_test.go': reads('itself', 'child(t)', 'one', ['os', 'os/exec', 'strings']) + CHILD,
    'itself/data.txt': 'one',
    'touched/touched_test.go': readsFile('touched', 'data.txt', 'one'),
    'touched/data.txt': 'one',
    'same/same_test.go': readsFile('same', 'testdata/a.txt', 'a'),
    'same/testdata/a.txt': 'a',
    'scratch/scratch_test.go':
      'package scratch\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestScratch(t *testing.T) { os.WriteFile(t.TempDir()+"/x", nil, 0o600) }\n',
    'none/none_test.go': 'package none\n\nimport "testing"\n\nfunc TestNothing(*testing.T) {}\n',
  };
  const ofStep =
    'builds untracked unpacked rewritten removed home temp etc gone older starts there itself touched'.split(
      ' ',
    );
  const ofModule = ['named', 'absolute', 'there', 'root', 'linked'].map((name) => `checks/${name}`);

  it('files outside of the module, those that steps write, and what the go command builds', async () => {
    await using elsewhere = await createProject({ 'gone/x': '' });
    await using scene = await stage.createScene('unseen', {
      ...GO_MOD,
      'app.go': 'package app\n',
      ...OTHER,
      ...STEPS,
    });
    await scene.source.exec('ln', ['-s', '../../charts/values.yaml', 'checks/linked/values.yaml']);
    await scene.source.exec('chmod', ['+x', 'there/tool/show']);
    await scene.source.commit('build: links');
    const old = '2020-01-01';
    /** In the module and in the one below it. */
    const job = (word: string, packages: string, below: string) => {
      const before = async (work: string, home: string) => {
        const script = `mkdir -p unpacked/testdata ${home}/.config && printf ${word} > unpacked/testdata/new.txt && touch -d ${old} unpacked/testdata/new.txt
printf ${word} > ${home}/.config/app`;
        await scene.source.exec('sh', ['-c', script], { cwd: work });
      };
      const script = `export GOFLAGS='-ldflags=-w' GITHUB_WORKSPACE=$PWD RUNNER_TEMP=$PWD/../temp ELSEWHERE=${elsewhere.dir}
for file in config older gone/config; do printf ${word} > $ELSEWHERE/$file; done
mkdir -p untracked/testdata && printf ${word} > ${unseen} && printf ${word} > rewritten/testdata/old.txt && printf ${word} > removed/new.txt
printf ${word} > $RUNNER_TEMP/app && touch -d '1 minute ago' $RUNNER_TEMP/app
touch -d ${old} touched/data.txt $ELSEWHERE/older ${unseen} rewritten/testdata/old.txt removed/new.txt
go test -vet=off ${packages} 2>&1; rm removed/new.txt $ELSEWHERE/gone/config; cd checks && go test -vet=off ${below} 2>&1 || true`;
      return [[sh(script)], {}, { before }] satisfies Parameters<Scene['run']>;
    };
    const first = await scene.run(...job('one', './...', './...'));
    for (const name of [...ofStep, ...ofModule, 'same', 'scratch', 'none', 'checks/inner'])
      expect(first.output).toContain(`ok  \texample.com/app/${name}\t`);
    expect(first.post.stdout).toContain('Results of 17 packages are not for later jobs: ');
    for (const why of [
      'they start another program (5)',
      'they read files that git does not know (4)',
      'they read what a step has written elsewhere (3)',
      'they read files outside of their module (5)',
    ])
      expect(first.post.stdout).toContain(why);
    await scene.source.write({
      'charts/values.yaml': 'two',
      'starts/data.txt': 'two',
      'there/tool/data.txt': 'two',
      'itself/data.txt': 'two',
      'touched/data.txt': 'two',
      'cmd/answer/main.go': (STEPS['cmd/answer/main.go'] as string).replace('one', 'two'),
    });
    await scene.source.commit('feat: another value');
    // One of each reason; of the others the sentence has told. Go itself looks at those of `temp` and `checks/linked` again.
    const again = [
      'builds',
      'rewritten',
      'etc',
      'checks/there',
      'temp',
      'checks/linked',
      'there',
      'itself',
      'touched',
    ];
    const cached = ['same', 'scratch', 'none', 'checks/inner'];
    const { output } = await scene.look(
      ...job(
        'two',
        './builds ./rewritten ./etc ./temp ./there ./itself ./touched ./same ./scratch ./none',
        './there ./linked ./inner',
      ),
    );
    for (const name of again) expect(output).toContain(`FAIL\texample.com/app/${name}\t`);
    for (const name of cached) expect(output).toContain(`ok  \texample.com/app/${name}\t(cached)`);
  });
});

describe('whose test results count', () => {
  /** A call of a reusable workflow, by the job that calls it. */
  const call = (caller: string) => {
    const id = `0f4c9a51-4b7e-4a55-9d3b-6f1d2a7c8e90.${caller}.test.__default`;
    return [{ 'cache-scope': 'ci / test / null' }, { env: { ACTIONS_ORCHESTRATION_ID: id } }] as const;
  };
  /** MODULE, whose test has passed once in such a call. */
  let passed: Scene;
  beforeAll(async () => {
    passed = await stage.createScene('passed', MODULE);
    await passed.run(GO_TEST, ...call('postgres'));
  });
  afterAll(() => passed[Symbol.asyncDispose]());

  it('case cache-plan/06: not those of a sibling, whose compiled packages do', async () => {
    const { main, output } = await passed.look(GO_TEST, { 'cache-scope': '{"pg":"16"}' });
    expect(main.outputs['build-hit']).toBe('1');
    expect(output).not.toContain('(cached)');
  });

  it('case cache-plan/06: not those from before the files of the job named other services', async () => {
    await using scene = await stage.createScene('', { ...MODULE, 'deploy/compose.yaml': 'image: redis:8\n' });
    const { main, output } = await scene.look(GO_TEST, ...call('postgres'));
    expect(main.outputs['build-hit']).toBe('1');
    expect(output).not.toContain('(cached)');
  });

  it('case cache-plan/06: not those of another scope where GOCACHE stays on the runner', async () => {
    await using kept = await createProject({ 'home/x': '' });
    await using scene = await stage.createScene('kept', {
      ...GO_MOD,
      'app_test.go': 'package app\n\nimport "testing"\n\nfunc TestNothing(*testing.T) {}\n',
    });
    const job = (pg: string) =>
      [GO_TEST, { 'cache-scope': `pg ${pg}` }, { env: { HOME: kept.path('home') } }] as const;
    await scene.run(...job('15'));
    expect((await scene.look(...job('15'))).output).toContain(CACHED);
    expect((await scene.look(...job('16'))).output).not.toContain('(cached)');
  });

  it('case cache-plan/38: not those of another call of the same workflow', async () => {
    expect((await passed.look(GO_TEST, ...call('postgres'))).output).toContain(CACHED);
    expect((await passed.look(GO_TEST, ...call('mysql'))).output).not.toContain('(cached)');
  });

  it('case cache-plan/38: none where the runner does not tell calls apart', async () => {
    await using scene = await stage.createScene('untold', {
      '.github/workflows/ci.yml': 'jobs:\n  a:\n    uses: ./.github/workflows/test.yml\n',
    });
    const env = { GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/ci.yml@refs/heads/x' };
    const { main } = await scene.look(
      [],
      { 'cache-scope': 'ci / test / null', 'cache-build': 'false' },
      { env },
    );
    expect(main.summary).toContain('this runner does not tell two calls of one workflow apart');
  });

  it('case cache-plan/32: none with `test-results: false`; case cache-plan/31: none on the default branch', async () => {
    const [inputs, { env }] = call('postgres');
    const never = { ...inputs, 'test-results': 'false' };
    expect((await passed.look(GO_TEST, never, { env })).output).not.toContain('(cached)');
    const main = { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main' };
    expect((await passed.look(GO_TEST, inputs, { env: { ...env, ...main } })).output).not.toContain(
      '(cached)',
    );
  });
});

describe('case cache-plan/01: what no test has read keeps the time of the checkout', () => {
  const NUMBERS = Array.from({ length: 40 }, (_, i) => String(i).padStart(2, '0'));
  const TREE: Files = {
    ...MODULE,
    'e2e/e2e_test.go': 'package e2e\n\nimport "testing"\n\nfunc TestNothing(*testing.T) {}\n',
    Makefile: `GEN = $(patsubst proto/%.txt,gen/%.txt,$(wildcard proto/*.txt))

all: out/lib.o $(GEN)

out/lib.o: native/lib.c
	cp native/lib.c out/lib.o

gen/%.txt: proto/%.txt
	@echo generates $@
	cp $< $@
`,
    'native/lib.c': 'one\n',
    'docs/page.md': 'one\n',
    ...Object.fromEntries(
      NUMBERS.flatMap((n) => [`gen/${n}.txt`, `proto/${n}.txt`].map((path) => [path, `${n}\n`])),
    ),
  };
  const COPIES = ['cp', 'rsync', 'tar'];
  const COPY = `cp -u docs/page.md cp/
if command -v rsync >/dev/null; then rsync -au docs/ rsync/; else cp -u docs/page.md rsync/; fi
tar -c -C docs page.md | tar -x --keep-newer-files -C tar 2>/dev/null || true
cat ${COPIES.map((folder) => `${folder}/page.md`).join(' ')}`;

  it('so that make, cp -u, rsync -u, tar and 40 generated files behave as without this action; `fresh-tests` run', async () => {
    await using scene = await stage.createScene('times', TREE);
    // A cache step has restored the outputs of the last commit with their times.
    const restored = ['out/lib.o', ...COPIES.map((folder) => `${folder}/page.md`)];
    const before = async (work: string) => {
      const script = `mkdir -p out ${COPIES.join(' ')} && for file in ${restored.join(' ')}; do echo old > $file; done && touch -d "1 hour ago" ${restored.join(' ')}`;
      await scene.source.exec('sh', ['-c', script], { cwd: work });
    };
    const commands = [...GO_TEST, sh(`make -s && cat out/lib.o && ${COPY}`)];
    const job = [commands, { 'fresh-tests': 'e2e' }, { before }] as const;
    expect((await scene.run(...job)).output).toMatch(/^ok.*\nok.*\none\none\none\none\n$/);
    await scene.source.write({ 'native/lib.c': 'two\n', 'docs/page.md': 'two\n' });
    await scene.source.commit('feat: two');
    const [app, e2e, ...copies] = (await scene.look(...job)).output.split('\n');
    expect(copies).toEqual(['two', 'two', 'two', 'two', '']);
    expect(app).toBe(CACHED);
    // case cache-plan/31: no result of `fresh-tests`
    expect(e2e).toMatch(/^ok {2}\texample\.com\/app\/e2e\t[\d.]+s/);
  });
});
