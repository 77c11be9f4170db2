import { createProject, type Files, startCacheService } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashCheckout } from '../../../actions/setup-go-cache/src/io/checkout-digests.ts';
import { readNativeFlags } from '../../../actions/setup-go-cache/src/io/native-flags.ts';
import { createRunner, MODULE, PULL_REQUEST, type Runner, warmC } from './runner.ts';

const GO_TEST = [['go', 'test', './...']];
const CACHED = 'ok  \texample.com/app\t(cached)';
const GO_MOD = { 'go.mod': 'module example.com/app\n\ngo 1.24\n' };

/** All scenes share a cache service, so that a new scope starts from compiled packages. */
let service: Awaited<ReturnType<typeof startCacheService>>;
let runner: Runner;
/** MODULE, whose test has passed once in this scope. */
let passed: Awaited<ReturnType<typeof createScene>>;
beforeAll(async () => {
  service = await startCacheService();
  runner = await createRunner(service);
  passed = await createScene('passed', MODULE);
  await passed.run(GO_TEST);
});
afterAll(async () => {
  await passed[Symbol.asyncDispose]();
  await runner[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

type More = Parameters<Runner['job']>[2];

/** Jobs of pull requests, which may take results of earlier ones. */
async function createScene(scope: string, files: Files) {
  const source = await createProject(files, { git: true });
  const options = (inputs: Record<string, string>, more: More) => ({
    ...more,
    inputs: { 'cache-scope': scope, ...inputs },
    env: { ...PULL_REQUEST, ...more?.env },
  });
  return {
    source,
    run: (commands: string[][], inputs: Record<string, string> = {}, more: More = {}) =>
      runner.job(source, commands, options(inputs, more)),
    /** The same, where what the job would save does not matter. */
    look: (commands: string[][], inputs: Record<string, string> = {}, more: More = {}) =>
      runner.begin(source, commands, options(inputs, more)),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };
}

const sh = (script: string): string[] => ['sh', '-c', script];

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
const readsFile = (pkg: string, file: string, want: string) =>
  reads(pkg, `os.ReadFile(${JSON.stringify(file)})`, want);

describe('case cache-plan/39: a program is never stale', () => {
  const main = (preamble: string, use = 'C.value()') => `package main

${preamble}import "C"

func main() { println(int(${use})) }
`;
  const value = (n: number) => `static int value(void) { return ${n}; }\n`;
  const DATA = 'extern char value;\n';
  /** Each in a folder of its own, by the name of its program. */
  const rows: {
    name: string;
    program: string;
    files: (n: number) => Files;
    links?: Record<string, (n: number) => string>;
    /** What a step makes of them before the action runs. */
    built?: string;
  }[] = [
    {
      name: 'a header of a folder without Go',
      program: 'header',
      files: (n) => ({
        'header/include/value.h': value(n),
        'header/main.go': main('// #cgo CFLAGS: -I${SRCDIR}/include\n// #include <value.h>\n'),
      }),
    },
    {
      name: 'a C source that another one includes, through a header of yet another package',
      program: 'chain',
      files: (n) => ({
        'chain/other/other.go': 'package other\n',
        'chain/other/chain.h': '#include "../impl/value.inc"\n',
        'chain/impl/value.inc': value(n),
        'chain/main.go': main('// #include "other/chain.h"\n'),
      }),
    },
    {
      name: 'a header that Go does not hash in the package itself',
      program: 'own',
      files: (n) => ({ 'own/own.inc': value(n), 'own/main.go': main('// #include "own.inc"\n') }),
    },
    {
      name: 'an import with a comment in it',
      program: 'comment',
      files: (n) => ({
        'comment/inc/comment.h': value(n),
        'comment/main.go': main('// #include "inc/comment.h"\n').replace('import', 'import /* C */'),
      }),
    },
    {
      name: 'assembly that includes a file of another package',
      program: 'asm',
      files: (n) => ({
        'asm/b/b.go': 'package b\n',
        'asm/b/macros.h': `#define VALUE $${n}\n`,
        'asm/value_amd64.s':
          '#include "b/macros.h"\nTEXT ·value(SB),4,$0-8\n\tMOVQ VALUE, ret+0(FP)\n\tRET\n',
        'asm/value_arm64.s':
          '#include "b/macros.h"\nTEXT ·value(SB),4,$0-8\n\tMOVD VALUE, R0\n\tMOVD R0, ret+0(FP)\n\tRET\n',
        'asm/main.go': 'package main\n\nfunc value() int\n\nfunc main() { println(value()) }\n',
      }),
    },
    {
      name: 'a library that a step before this one has built',
      program: 'library',
      built: 'library/lib/libvalue.a',
      files: (n) => ({
        'library/lib/value.c': `int value(void) { return ${n}; }\n`,
        'library/main.go': main('// #cgo LDFLAGS: ${SRCDIR}/lib/libvalue.a\n// int value(void);\n'),
      }),
    },
    {
      name: 'a link to another folder of headers',
      program: 'link',
      files: () => ({
        'link/v1/linked.h': value(1),
        'link/v2/linked.h': value(2),
        'link/main.go': main('// #include "current/linked.h"\n'),
      }),
      links: { 'link/current': (n) => `v${n}` },
    },
    {
      name: 'bytes that a macro takes in',
      program: 'incbin',
      files: (n) => ({
        'incbin/data/blob.bin': String.fromCharCode(n),
        'incbin/data.c': `#define INCBIN(name, file) __asm__(".data\\n.global " #name "\\n" #name ":\\n.incbin \\"" file "\\"\\n")\nINCBIN(value, "data/blob.bin");\n`,
        'incbin/main.go': main(`// ${DATA}`, 'C.value'),
      }),
    },
    {
      name: 'headers in comments of one line, behind comments, and asked for',
      program: 'written',
      files: (n) => ({
        'written/inc/block.h': `#define ONE ${n}\n`,
        'written/inc/behind.h': `#define TWO ${n}\n`,
        'written/own.h': '/* own */ #include "inc/behind.h"\n',
        ...(n === 2 && { 'written/opt/opt.h': '' }),
        'written/main.go': main(
          `/* #include "inc/block.h" */
`,
        ).replace(
          ' */\n',
          `
#include "own.h"
#if __has_include("opt/opt.h")
#define THREE 2
#else
#define THREE 1
#endif
static int value(void) { return ONE * TWO * THREE == 8 ? 2 : ONE * TWO * THREE; }
*/
`,
        ),
      }),
    },
    {
      name: 'an include whose name is computed',
      program: 'computed',
      files: (n) => ({
        'computed/tables/value.table': value(n),
        'computed/main.go': main('// #define NAME "tables/value.table"\n// #include NAME\n'),
      }),
    },
  ];

  it('whether the compiler or the linker has read it', async () => {
    const shown = rows.filter(({ program }) => ['written', 'library'].includes(program));
    await using scene = await createScene('programs', {
      ...GO_MOD,
      ...Object.assign({}, ...shown.map(({ files }) => files(1))),
    });
    const build = 'cd library/lib && cc -c value.c -o value.o && ar rcsD libvalue.a value.o';
    const job = async (run: readonly string[], compile: readonly string[]) => {
      const before = async (work: string) =>
        void (await scene.source.exec('sh', ['-c', build], { cwd: work }));
      const script = [
        ...run.map((program) => `go run ./${program} 2>&1`),
        ...compile.map((program) => `go build -o /dev/null ./${program}`),
      ];
      const last = compile.length + run.length === 1;
      const start = last ? scene.look : scene.run;
      return (await start([sh(script.join(' && '))], {}, { before, warm: warmC })).output;
    };
    const programs = shown.map(({ program }) => program);
    expect(await job(programs, [])).toBe('1\n'.repeat(shown.length));
    for (const [i, row] of shown.entries()) {
      await scene.source.write(row.files(2));
      await scene.source.commit(`feat: ${row.name}`);
      // The next program is compiled as it is, so that the next job could find it stale.
      expect(await job([row.program], programs.slice(i + 1, i + 2)), row.name).toBe('2\n');
    }
  });

  it.each(rows)('$name: no entry from before it is restored', async ({ files, links = {}, built }) => {
    await using project = await createProject({ ...GO_MOD, ...files(1) });
    const digest = async (n: number) => {
      await project.write(files(n));
      for (const [path, target] of Object.entries(links)) await project.exec('ln', ['-sfn', target(n), path]);
      if (built !== undefined) await project.write({ [built]: `archive ${n}` });
      return hashCheckout({ kind: 'hash-checkout', workspace: project.dir, dir: project.dir, flags: [] })
        .native.digest;
    };
    const [one, again, two] = [await digest(1), await digest(1), await digest(2)];
    expect(again).toBe(one);
    expect(two).not.toBe(one);
  });

  it('nor one from before a header that pkg-config finds outside', async () => {
    await using library = await createProject({
      'lib/pkgconfig/value.pc': 'prefix=${pcfiledir}/../..\nCflags: -I${prefix}/include\n',
      'include/value.h': value(1),
    });
    await using project = await createProject({
      ...GO_MOD,
      'app/main.go': main('// #cgo pkg-config: value\n// #include <value.h>\n'),
    });
    const flags = readNativeFlags({
      env: (name) => (name === 'PKG_CONFIG_PATH' ? library.path('lib/pkgconfig') : undefined),
    });
    const place = { workspace: project.dir, dir: project.dir, flags };
    const digest = () => hashCheckout({ kind: 'hash-checkout', ...place }).native.digest;
    const one = digest();
    expect(digest()).toBe(one);
    await library.write({ 'include/value.h': value(2) });
    expect(digest()).not.toBe(one);
  });

  it('a header that a later step writes, and that is gone again, is said, and nothing is kept', async () => {
    const main2 = main('// #include "../gen/value.h"\n');
    await using scene = await createScene('written later', { ...GO_MOD, 'app/main.go': main2 });
    const job = (n: number) => {
      const write = `mkdir -p gen && echo 'static int value(void) { return ${n}; }' > gen/value.h`;
      return [[sh(`${write} && go run ./app 2>&1 && rm -r gen`)], {}, { warm: warmC }] satisfies Parameters<
        typeof scene.run
      >;
    };
    const first = await scene.run(...job(1));
    expect(first.output).toBe('1\n');
    expect(first.post.stdout).toContain('Build cache not saved: headers, C sources or libraries outside');
    expect((await scene.look(...job(2))).output).toBe('2\n');
  });

  it.each([
    {
      name: 'a header that stays',
      path: 'gen/value.h',
      preamble: '// #include "../gen/value.h"\n',
      gone: false,
    },
    {
      name: 'a library that is gone again',
      path: 'lib/libvalue.a',
      preamble: '// #cgo LDFLAGS: -L${SRCDIR}/../lib -lvalue\n',
      gone: true,
    },
  ])('so is $name', async ({ path, preamble, gone }) => {
    await using project = await createProject({
      ...GO_MOD,
      'app/main.go': main(preamble),
      'lib/README.md': '',
    });
    await project.exec('touch', ['-d', '-1 hour', '.', 'lib']);
    const started = Date.now() - 60_000;
    const look = () =>
      hashCheckout({ kind: 'hash-checkout', workspace: project.dir, dir: project.dir, flags: [], started })
        .native;
    const before = look();
    expect(before.touched).toBeUndefined();
    await project.write({ [path]: 'x' });
    if (gone) await project.write({ [path]: null });
    const after = look();
    expect(after.digest !== before.digest || after.touched !== undefined).toBe(true);
  });
});

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
    'same/same_test.go': readsFile('same', 'testdata/a.txt', 'a'),
    'same/testdata/a.txt': 'a',
    'scratch/scratch_test.go':
      'package scratch\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestScratch(t *testing.T) { os.WriteFile(t.TempDir()+"/x", nil, 0o600) }\n',
    'none/none_test.go': 'package none\n\nimport "testing"\n\nfunc TestNothing(*testing.T) {}\n',
  };
  const ofStep = [
    'builds',
    'untracked',
    'unpacked',
    'rewritten',
    'removed',
    'home',
    'temp',
    'etc',
    'gone',
    'older',
    'starts',
  ];
  const ofModule = ['named', 'absolute', 'there', 'root', 'linked'].map((name) => `checks/${name}`);

  it('files outside of the module, those that steps write, and what the go command builds', async () => {
    await using elsewhere = await createProject({ 'gone/x': '' });
    await using scene = await createScene('unseen', {
      ...GO_MOD,
      'app.go': 'package app\n',
      ...OTHER,
      ...STEPS,
    });
    await scene.source.exec('ln', ['-s', '../../charts/values.yaml', 'checks/linked/values.yaml']);
    await scene.source.commit('build: links');
    const old = '2020-01-01';
    const run = async (start: typeof scene.run | typeof scene.look, word: string) => {
      const before = async (work: string, home: string) => {
        const script = `mkdir -p unpacked/testdata ${home}/.config && printf ${word} > unpacked/testdata/new.txt && touch -d ${old} unpacked/testdata/new.txt
printf ${word} > ${home}/.config/app`;
        await scene.source.exec('sh', ['-c', script], { cwd: work });
      };
      const script = `export GOFLAGS='-ldflags=-w' GITHUB_WORKSPACE=$PWD RUNNER_TEMP=$PWD/../temp ELSEWHERE=${elsewhere.dir}
for file in config older gone/config; do printf ${word} > $ELSEWHERE/$file; done
mkdir -p untracked/testdata && printf ${word} > ${unseen} && printf ${word} > rewritten/testdata/old.txt && printf ${word} > removed/new.txt
printf ${word} > $RUNNER_TEMP/app
touch -d ${old} $ELSEWHERE/older ${unseen} rewritten/testdata/old.txt removed/new.txt
go test -vet=off ./... 2>&1; rm removed/new.txt $ELSEWHERE/gone/config; cd checks && go test -vet=off ./... 2>&1 || true`;
      return (await start([sh(script)], {}, { before })).output;
    };
    const first = await run(scene.run, 'one');
    for (const name of [...ofStep, ...ofModule, 'same', 'scratch', 'none', 'checks/inner'])
      expect(first).toContain(`ok  \texample.com/app/${name}\t`);
    await scene.source.write({
      'charts/values.yaml': 'two',
      'starts/data.txt': 'two',
      'cmd/answer/main.go': (STEPS['cmd/answer/main.go'] as string).replace('one', 'two'),
    });
    await scene.source.commit('feat: another value');
    const second = await run(scene.look, 'two');
    for (const name of [...ofStep, ...ofModule]) expect(second).toContain(`FAIL\texample.com/app/${name}\t`);
    for (const name of ['same', 'scratch', 'none', 'checks/inner'])
      expect(second).toContain(`ok  \texample.com/app/${name}\t(cached)`);
  });
});

describe('whose test results count', () => {
  it('case cache-plan/06: not those of a sibling, whose compiled packages do', async () => {
    const { main, output } = await passed.look(GO_TEST, { 'cache-scope': '{"pg":"16"}' });
    expect(main.outputs['build-hit']).toBe('1');
    expect(output).not.toContain('(cached)');
  });

  it('case cache-plan/06: not those from before the files of the job named other services', async () => {
    await using scene = await createScene('passed', { ...MODULE, 'deploy/compose.yaml': 'image: redis:8\n' });
    const { main, output } = await scene.look(GO_TEST);
    expect(main.outputs['build-hit']).toBe('1');
    expect(output).not.toContain('(cached)');
  });

  it('case cache-plan/06: not those of another scope where GOCACHE stays on the runner', async () => {
    await using kept = await createProject({ 'home/x': '' });
    await using scene = await createScene('kept', {
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
    const call = (caller: string) => {
      const id = `0f4c9a51-4b7e-4a55-9d3b-6f1d2a7c8e90.${caller}.test.__default`;
      return [
        GO_TEST,
        { 'cache-scope': 'ci / test / null' },
        { env: { ACTIONS_ORCHESTRATION_ID: id } },
      ] as const;
    };
    await passed.run(...call('postgres'));
    expect((await passed.look(...call('postgres'))).output).toContain(CACHED);
    expect((await passed.look(...call('mysql'))).output).not.toContain('(cached)');
  });

  it('case cache-plan/38: none where the runner does not tell calls apart', async () => {
    await using scene = await createScene('untold', {
      '.github/workflows/ci.yml': 'jobs:\n  a:\n    uses: ./.github/workflows/test.yml\n',
    });
    const env = { GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/ci.yml@refs/heads/x' };
    const { main } = await scene.look([], { 'cache-scope': 'ci / test / null' }, { env });
    expect(main.summary).toContain('this runner does not tell two calls of one workflow apart');
  });

  it('case cache-plan/32: none with `test-results: false`; case cache-plan/31: none on the default branch', async () => {
    expect((await passed.look(GO_TEST)).output).toContain(CACHED);
    expect((await passed.look(GO_TEST, { 'test-results': 'false' })).output).not.toContain('(cached)');
    const env = { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main' };
    expect((await passed.look(GO_TEST, {}, { env })).output).not.toContain('(cached)');
    expect((await passed.look(GO_TEST, { 'test-results': 'true' }, { env })).output).toContain(CACHED);
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
    await using scene = await createScene('times', TREE);
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
