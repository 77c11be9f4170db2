import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import { startCacheService } from '@go-actions/test-kit';
import { createRandom } from '../coverage/random.ts';
import { ensureLinter } from '../lint/linters.ts';
import { newToken, PLACES, TESTED } from './model.ts';
import { createModel, createRunner, findToolchain, readRuns, runIn, warmUp } from './runner.ts';

export type Archives = {
  readonly go: string;
  readonly archives: number;
  /** Too small to be cut: stored whole. */
  readonly whole: number;
  readonly loud: number;
  readonly linters: string;
  readonly problems: readonly string[];
};

/** Imports whose only effect is their `init`: with a hole in their archives a link succeeds without a word. */
const SILENT = ['image/png', 'time/tzdata', 'net/http/pprof'];

const writeProgram = (imports: readonly string[]): string =>
  `package main\n\nimport (\n${imports.map((path) => `\t_ "${path}"\n`).join('')})\n\nfunc main() {}\n`;

/**
 * A program is linked from whole archives with exactly one that `objects: export-only` has restored, for each in turn:
 * every such link has to fail and to name the remedy. Beside that, what such jobs are for has to work as with whole ones.
 */
export async function proveArchives(version: string, seed: number): Promise<Archives> {
  const random = createRandom(seed);
  const go = await findToolchain(version);
  await using model = await createModel(new Map(PLACES.map((place) => [place, newToken(random)])));
  await model.source.commit('feat: a program', { 'cmd/wide/main.go': writeProgram(SILENT) });
  await using service = await startCacheService();
  await using runner = await createRunner(model, go, service);
  const problems: string[] = [];
  const complain = (what: string) => problems.push(`${go.version} ${what}`);
  const inputs = { objects: 'export-only' };
  const [whole, program] = [join(runner.dir, 'whole'), join(runner.dir, 'program')];

  const first = await runner.start();
  const { exported } = await runner.setUp(first, inputs);
  await warmUp(model, go, exported.GOCACHE ?? '', SILENT);
  await first.run('go', ['test', './...']);
  await first.run('go', ['vet', './...']);
  await first.run('go', ['build', './...']);
  await cp(exported.GOCACHE ?? '', whole, { recursive: true, preserveTimestamps: true });
  await first.finish();

  const job = await runner.start();
  const { outputs } = await runner.setUp(job, inputs);
  if (outputs['build-hit'] !== '1') complain('restored only a part');
  const { cached } = readRuns((await job.run('go', ['test', './...'])).stdout);
  if (cached.length !== TESTED.length) complain(`${cached.length} of ${TESTED.length} tests are cached`);
  if ((await job.run('go', ['vet', './...'])).code !== 0) complain('go vet fails');

  const list = await job.run('go', [
    'list',
    '-deps',
    '-export',
    '-f',
    '{{.ImportPath}} {{.Export}}',
    './cmd/wide',
  ]);
  const archives = list.stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([path = '', cut = '']) =>
      cut ? [{ path, cut, full: join(whole, basename(cut).slice(0, 2), basename(cut)) }] : [],
    );
  const { stdout: tools } = await runChecked('go', ['env', 'GOTOOLDIR'], {
    env: { GOTOOLCHAIN: go.version },
  });
  const link = async (poisoned: string | undefined) => {
    const config = join(runner.dir, `importcfg-${poisoned?.replaceAll('/', '-') ?? 'none'}`);
    const lines = archives.map(
      ({ path, cut, full }) => `packagefile ${path}=${path === poisoned ? cut : full}`,
    );
    await writeFile(config, `${lines.join('\n')}\n`);
    const main = lines.at(-1)?.split('=')[1] ?? '';
    return run(join(tools.trim(), 'link'), [
      '-importcfg',
      config,
      '-o',
      `${program}-${basename(config)}`,
      main,
    ]);
  };
  const intact = await link(undefined);
  if (intact.code !== 0) complain(`a link of whole archives fails: ${intact.stderr}`);

  const pairs = await Promise.all(
    archives.map(async (archive) => ({
      ...archive,
      differs: !(await readFile(archive.cut)).equals(await readFile(archive.full)),
    })),
  );
  const cut = pairs.filter(({ differs }) => differs);
  let loud = 0;
  for (const { path } of cut) {
    const { code, stderr } = await link(path);
    if (code !== 0 && stderr.includes('objects: full')) loud += 1;
    else complain(`${path} links with code ${code}: ${stderr.slice(0, 200)}`);
  }

  // A changed package is compiled against export data alone.
  const path = join(runner.work, 'leaf', 'leaf.go');
  await writeFile(path, `${await readFile(path, 'utf8')}\nfunc Added() int { return len(embedded) }\n`);
  for (const argv of [
    ['build', './leaf', './mid'],
    ['vet', './...'],
  ])
    if ((await job.run('go', argv)).code !== 0) complain(`go ${argv.join(' ')} fails after an edit`);
  const linters = await compareLinters(
    runner.work,
    { GOTOOLCHAIN: go.version, ...model.env },
    { cut: exported.GOCACHE ?? '', whole },
    complain,
  );
  return {
    go: go.version,
    archives: archives.length,
    whole: archives.length - cut.length,
    loud,
    linters,
    problems,
  };
}

/** staticcheck and golangci-lint, with facts of their own each time, say the same over both kinds of archives. */
async function compareLinters(
  cwd: string,
  env: Readonly<Record<string, string>> & { readonly GOTOOLCHAIN: string },
  gocaches: { cut: string; whole: string },
  complain: (what: string) => void,
): Promise<string> {
  const words: string[] = [];
  for (const [name, args] of [
    ['staticcheck', ['./...']],
    [
      'golangci-lint',
      [
        'run',
        '--allow-parallel-runners',
        '--default=all',
        '--max-same-issues=0',
        '--max-issues-per-linter=0',
        './...',
      ],
    ],
  ] as const) {
    const tool = await ensureLinter(name, env.GOTOOLCHAIN);
    const [cut, whole] = await Promise.all(
      (['cut', 'whole'] as const).map((kind) =>
        runIn(
          cwd,
          {
            ...env,
            GOCACHE: gocaches[kind],
            STATICCHECK_CACHE: join(cwd, '..', `staticcheck-${kind}`),
            GOLANGCI_LINT_CACHE: join(cwd, '..', `golangci-${kind}`),
          },
          tool,
          ...args,
        ),
      ),
    );
    if (cut?.code !== whole?.code || cut?.stdout !== whole?.stdout)
      complain(`${name} says something else: ${cut?.stdout.slice(0, 300)}${cut?.stderr.slice(0, 300)}`);
    words.push(`${name} ${whole?.stdout.split('\n').length} lines`);
  }
  return words.join(', ');
}
