import { createProject, type Files } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashCheckout } from '../../../actions/setup-go-cache/src/io/checkout-digests.ts';
import { readNativeFlags } from '../../../actions/setup-go-cache/src/io/native-flags.ts';
import { warmC } from './runner.ts';
import { createStage, GO_MOD, type Scene, type Stage, sh } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(warmC);
});
afterAll(() => stage[Symbol.asyncDispose]());

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
    await using scene = await stage.createScene('programs', {
      ...GO_MOD,
      ...Object.assign({}, ...shown.map(({ files }) => files(1))),
    });
    const build = 'cd library/lib && cc -c value.c -o value.o && ar rcsD libvalue.a value.o';
    const job = async (start: Scene['run'] | Scene['look']) => {
      const before = async (work: string) =>
        void (await scene.source.exec('sh', ['-c', build], { cwd: work }));
      const script = shown.map(({ program }) => `go run ./${program} 2>&1`);
      return (await start([sh(script.join(' && '))], {}, { before })).output;
    };
    expect(await job(scene.run)).toBe('1\n1\n');
    for (const { name, files } of shown) {
      await scene.source.write(files(2));
      await scene.source.commit(`feat: ${name}`);
    }
    expect(await job(scene.look)).toBe('2\n2\n');
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
    await using scene = await stage.createScene('written later', { ...GO_MOD, 'app/main.go': main2 });
    const write = `mkdir -p gen && echo '${value(1).trimEnd()}' > gen/value.h`;
    const { output, post } = await scene.run([sh(`${write} && go run ./app 2>&1 && rm -r gen`)]);
    expect(output).toBe('1\n');
    expect(post.stdout).toContain('Build cache not saved: headers, C sources or libraries outside');
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
