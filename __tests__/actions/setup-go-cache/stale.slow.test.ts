import { createProject, type Files, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { createRunner, MODULE, PULL_REQUEST } from './runner.ts';

const GO_TEST = [['go', 'test', './...']];
const CACHED = 'ok  \texample.com/app\t(cached)';

/** Jobs on `main`, which run every test, and pull requests, which may take their results. */
async function createScene(files: Files) {
  const source = await createProject(files, { git: true });
  const service = await startCacheService();
  const runner = await createRunner(service);
  const run = (commands: string[][], inputs: Record<string, string> = {}, env: Record<string, string> = {}) =>
    runner.job(source, commands, { inputs, env: { ...PULL_REQUEST, ...env } });
  return {
    source,
    service,
    run,
    /** A test must pass in the first job and fail after `change`, which leaves the size as it is. */
    async [Symbol.asyncDispose]() {
      await runner[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
      await source[Symbol.asyncDispose]();
    },
  };
}

/** Prints what a program of the module says, and never fails the job. */
const sh = (script: string): string[] => ['sh', '-c', script];
const readsFile = (pkg: string, file: string, want: string) => `package ${pkg}

import (
	"os"
	"testing"
)

func TestFile(t *testing.T) {
	got, err := os.ReadFile(${JSON.stringify(file)})
	if err != nil || string(got) != ${JSON.stringify(want)} {
		t.Fatal(string(got), err)
	}
}
`;

describe('case cache-plan/39: a program is never stale', () => {
  const main = (preamble: string) => `package main

${preamble}import "C"

func main() { println(int(C.value())) }
`;
  const rows: { name: string; files: (value: number) => Files; build?: string }[] = [
    {
      name: 'a header of a folder without Go',
      files: (value) => ({
        'include/value.h': `static int value(void) { return ${value}; }\n`,
        'app/main.go': main('// #cgo CFLAGS: -I${SRCDIR}/../include\n// #include <value.h>\n'),
      }),
    },
    {
      name: 'a C source that another one includes, through a header of yet another package',
      files: (value) => ({
        'other/other.go': 'package other\n',
        'other/chain.h': '#include "../impl/value.inc"\n',
        'impl/value.inc': `static int value(void) { return ${value}; }\n`,
        'app/main.go': main('// #include "../other/chain.h"\n'),
      }),
    },
    {
      name: 'a header that Go does not hash in the package itself',
      files: (value) => ({
        'app/value.inc': `static int value(void) { return ${value}; }\n`,
        'app/main.go': main('// #include "value.inc"\n'),
      }),
    },
    {
      name: 'an include whose name is computed',
      files: (value) => ({
        'tables/value.table': `static int value(void) { return ${value}; }\n`,
        'app/main.go': main('// #define NAME "../tables/value.table"\n// #include NAME\n'),
      }),
    },
    {
      name: 'assembly that includes a file of another package',
      files: (value) => ({
        'b/b.go': 'package b\n',
        'b/macros.h': `#define VALUE $${value}\n`,
        'app/value_amd64.s':
          '#include "../b/macros.h"\nTEXT ·value(SB),4,$0-8\n\tMOVQ VALUE, ret+0(FP)\n\tRET\n',
        'app/value_arm64.s':
          '#include "../b/macros.h"\nTEXT ·value(SB),4,$0-8\n\tMOVD VALUE, R0\n\tMOVD R0, ret+0(FP)\n\tRET\n',
        'app/main.go': 'package main\n\nfunc value() int\n\nfunc main() { println(value()) }\n',
      }),
    },
    {
      name: 'a library that a step before this one has built',
      files: (value) => ({
        'lib/value.c': `int value(void) { return ${value}; }\n`,
        'app/main.go': main('// #cgo LDFLAGS: ${SRCDIR}/../lib/libvalue.a\n// int value(void);\n'),
      }),
      build: 'cd lib && cc -c value.c -o value.o && ar rcs libvalue.a value.o',
    },
  ];
  it.each(rows)('$name', async ({ files, build }) => {
    await using source = await createProject(
      { 'go.mod': 'module example.com/app\n\ngo 1.24\n', ...files(1) },
      { git: true },
    );
    await using service = await startCacheService();
    await using runner = await createRunner(service);
    const job = () =>
      runner.job(source, [sh('go run ./app 2>&1')], {
        env: PULL_REQUEST,
        ...(build && {
          before: async (work) => {
            await source.exec('sh', ['-c', build], { cwd: work });
          },
        }),
      });
    expect((await job()).output).toBe('1\n');
    await source.write(files(2));
    await source.commit('feat: another value');
    expect((await job()).output).toBe('2\n');
  });

  it('a header that a later step writes is said, and what was compiled with it is not kept', async () => {
    await using scene = await createScene({
      'go.mod': 'module example.com/app\n\ngo 1.24\n',
      'app/main.go': main('// #include "../gen/value.h"\n'),
    });
    const write = (value: number) =>
      sh(`mkdir -p gen && echo 'static int value(void) { return ${value}; }' > gen/value.h`);
    const first = await scene.run([write(1), sh('go run ./app 2>&1')]);
    expect(first.output).toBe('1\n');
    expect(first.post.stdout).toContain('Build cache not saved: headers, C sources or libraries outside');
    expect((await scene.run([write(2), sh('go run ./app 2>&1')])).output).toBe('2\n');
  });
});

describe('case cache-plan/05: what Go does not look at again is not taken over', () => {
  // Three ways to the same file, each by a package of its own.
  const byName = readsFile('named', '../../charts/values.yaml', 'one');
  const byAbsoluteName = readsFile('absolute', '../../charts/values.yaml', 'one')
    .replace(
      'os.ReadFile("../../charts/values.yaml")',
      'os.ReadFile(filepath.Join(os.Getenv("GITHUB_WORKSPACE"), "charts/values.yaml"))',
    )
    .replace('"os"', '"os"\n\t"path/filepath"');
  const fromThere = readsFile('there', 'values.yaml', 'one').replace(
    'got, err',
    't.Chdir("../../charts")\n\tgot, err',
  );

  it('by its name, by an absolute name and from another folder', async () => {
    await using scene = await createScene({
      'go.mod': 'module example.com/app\n\ngo 1.24\n',
      'app.go': 'package app\n',
      'charts/values.yaml': 'one',
      'checks/go.mod': 'module example.com/app/checks\n\ngo 1.24\n',
      'checks/named/named_test.go': byName,
      'checks/absolute/absolute_test.go': byAbsoluteName,
      'checks/there/there_test.go': fromThere,
      'checks/inner/inner_test.go': readsFile('inner', '../testdata/a.txt', 'a'),
      'checks/testdata/a.txt': 'a',
    });
    const run = () =>
      scene.run([sh('cd checks && GITHUB_WORKSPACE=$PWD/.. go test ./... 2>&1 || true')], {
        'working-directory': 'checks',
      });
    const packages = ['named', 'absolute', 'there'];
    const before = (await run()).output;
    for (const name of packages) expect(before).toContain(`ok  \texample.com/app/checks/${name}\t`);
    await scene.source.write({ 'charts/values.yaml': 'two' });
    await scene.source.commit('feat: another value');
    const { output } = await run();
    for (const name of packages) expect(output).toContain(`FAIL\texample.com/app/checks/${name}\t`);
    expect(output).toContain('ok  \texample.com/app/checks/inner\t(cached)');
  });
});

describe('whose test results count', () => {
  it('case cache-plan/06: not those of a sibling, whose compiled packages do', async () => {
    await using scene = await createScene(MODULE);
    await scene.run(GO_TEST, { 'cache-scope': '{"pg":"15"}' });
    const sibling = await scene.run(GO_TEST, { 'cache-scope': '{"pg":"16"}' });
    expect(sibling.main.outputs['build-hit']).toBe('1');
    expect(sibling.output).not.toContain('(cached)');
    // Its own results do.
    expect((await scene.run(GO_TEST, { 'cache-scope': '{"pg":"16"}' })).output).toContain(CACHED);
  });

  it('case cache-plan/38: not those of another call of the same workflow', async () => {
    await using scene = await createScene(MODULE);
    const call = (caller: string) =>
      scene.run(
        GO_TEST,
        { 'cache-scope': 'ci / test / null' },
        {
          ACTIONS_ORCHESTRATION_ID: `0f4c9a51-4b7e-4a55-9d3b-6f1d2a7c8e90.${caller}.test.__default`,
        },
      );
    await call('postgres');
    expect((await call('mysql')).output).not.toContain('(cached)');
    expect((await call('postgres')).output).toContain(CACHED);
  });

  it('case cache-plan/32: none with `test-results: false`; case cache-plan/31: none on the default branch', async () => {
    await using scene = await createScene(MODULE);
    await scene.run(GO_TEST);
    expect((await scene.run(GO_TEST, { 'test-results': 'false' })).output).not.toContain('(cached)');
    const main = { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main' };
    expect((await scene.run(GO_TEST, {}, main)).output).not.toContain('(cached)');
    const schedule = { ...main, GITHUB_EVENT_NAME: 'schedule' };
    expect((await scene.run(GO_TEST, {}, schedule)).output).not.toContain('(cached)');
    expect((await scene.run(GO_TEST, { 'test-results': 'true' }, schedule)).output).toContain(CACHED);
    // What ran there is what pull requests take.
    expect((await scene.run(GO_TEST)).output).toContain(CACHED);
  });

  it('case cache-plan/31: none of `fresh-tests`', async () => {
    await using scene = await createScene({
      ...MODULE,
      'e2e/e2e_test.go': 'package e2e\n\nimport "testing"\n\nfunc TestNothing(*testing.T) {}\n',
    });
    const inputs = { 'fresh-tests': './e2e/...' };
    await scene.run(GO_TEST);
    await scene.run(GO_TEST, inputs);
    const { output } = await scene.run(GO_TEST, inputs);
    expect(output).toContain(CACHED);
    expect(output).toMatch(/ok {2}\texample\.com\/app\/e2e\t[\d.]+s/);
  });
});

describe('case cache-plan/01: what no test has read keeps the time of the checkout', () => {
  it('so that make, cp -u and rsync -u behave as without this action', async () => {
    await using source = await createProject(
      {
        ...MODULE,
        Makefile: 'out/lib.o: native/lib.c\n\tmkdir -p out && cp native/lib.c out/lib.o\n',
        'native/lib.c': 'one\n',
        'docs/page.md': 'one\n',
      },
      { git: true },
    );
    await using service = await startCacheService();
    await using runner = await createRunner(service);
    const commands = [
      ...GO_TEST,
      sh('make -s && cat out/lib.o; mkdir -p site && cp -u docs/page.md site/ && cat site/page.md'),
    ];
    const job = () =>
      runner.job(source, commands, {
        env: PULL_REQUEST,
        before: async (work) => {
          // A cache step has restored the outputs of the last commit with their times.
          await source.exec(
            'sh',
            [
              '-c',
              'mkdir -p out site && echo old > out/lib.o && echo old > site/page.md && touch -d "1 hour ago" out/lib.o site/page.md',
            ],
            { cwd: work },
          );
        },
      });
    expect((await job()).output).toContain('one\none\n');
    await source.write({ 'native/lib.c': 'two\n', 'docs/page.md': 'two\n' });
    await source.commit('feat: two');
    const second = await job();
    expect(second.output).toContain(CACHED);
    expect(second.output).toContain('two\ntwo\n');
  });
});
