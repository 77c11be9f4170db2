import { readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { formatDuration, runChecked } from '@go-actions/action-kit';
import { createProject, type Project, runAction } from '@go-actions/test-kit';

const SIZES = [100, 1_000, 5_000];
const ROUNDS = 5;

/**
 * The planner on generated repositories of growing size, next to `go list -deps -json ./...` alone on the same one, in turns. Own
 * wall time is the step's time while neither git nor go is running, own CPU time what our process used, its start included.
 * `npm run bench -- plan 1000` measures one size.
 */
export async function command(args: string[]): Promise<void> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES;
  const growth: { size: number; plan: number; cpu: number }[] = [];
  console.log('| packages | imports | go list -deps -json | change-plan | ratio | own wall | own CPU |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const size of sizes) {
    await using project = await createRepository(size);
    await using shims = await createShims();
    const samples = { list: [] as number[], plan: [] as number[], own: [] as number[], cpu: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++) {
      const list = await timed(() =>
        runChecked('go', ['list', '-deps', '-json', './...'], {
          cwd: project.dir,
          onStdout: () => undefined,
        }),
      );
      const { total, own, cpu } = await timePlan(project, shims);
      if (round === 0) continue; // warms the caches of git, go and the file system
      samples.list.push(list);
      samples.plan.push(total);
      samples.own.push(own);
      samples.cpu.push(cpu);
    }
    const [list = 0, plan = 0, own = 0, cpu = 0] = Object.values(samples).map(median);
    const cells = [
      size,
      size * IMPORTS,
      formatDuration(list),
      formatDuration(plan),
      (plan / list).toFixed(2),
      formatDuration(own),
      formatDuration(cpu),
    ];
    console.log(`| ${cells.join(' | ')} |`);
    growth.push({ size, plan, cpu });
  }
  for (const [i, { size, plan, cpu }] of growth.entries()) {
    const less = growth[i - 1];
    if (!less) continue;
    const times = (a: number, b: number) => `${(a / b).toFixed(1)} times`;
    console.log(
      `From ${less.size} to ${size} packages, ${times(size, less.size)} as many: change-plan takes ${times(plan, less.plan)} ` +
        `as long, own CPU ${times(cpu, less.cpu)}.`,
    );
  }
}

const IMPORTS = 5;

/** Each package imports five others in front of it and two of the standard library, and has a test; the change is in the middle. */
async function createRepository(size: number): Promise<Project> {
  const files: Record<string, string> = { 'go.mod': 'module example.com/big\n\ngo 1.24\n' };
  for (let i = 0; i < size; i++) {
    const imports = Array.from({ length: Math.min(i, IMPORTS) }, (_, k) => (i * 31 + k * 17) % i);
    const lines = [...new Set(imports)].map((n) => `import _ "example.com/big/${folder(n)}"\n`).join('');
    files[`${folder(i)}/p.go`] = `package p\n\nimport _ "net/http"\nimport _ "embed"\n${lines}`;
    files[`${folder(i)}/p_test.go`] = 'package p\n\nimport "testing"\n\nfunc Test(*testing.T) {}\n';
  }
  const project = await createProject(files, { git: true });
  await project.commit('change', { [`${folder(size >> 1)}/p.go`]: 'package p\n\nvar Changed = 1\n' });
  return project;
}

const folder = (n: number): string => `d${n % 37}/p${n}`;

/** `git` and `go` that write down when they ran. */
async function createShims(): Promise<Project> {
  const shims = await createProject({});
  for (const name of ['git', 'go']) {
    const real = (await runChecked('which', [name])).stdout.trim();
    const script = `#!/bin/bash\ns=$EPOCHREALTIME\n${real} "$@"\nc=$?\necho "$s $EPOCHREALTIME" >> '${shims.path('log')}'\nexit $c\n`;
    await writeFile(shims.path(name), script, { mode: 0o755 });
  }
  const cpu = `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(${JSON.stringify(shims.path('cpu'))}, String((user + system) / 1_000));
});
`;
  await shims.write({ 'cpu.mjs': cpu });
  return shims;
}

async function timePlan(
  project: Project,
  shims: Project,
): Promise<{ total: number; own: number; cpu: number }> {
  await rm(shims.path('log'), { force: true });
  const total = await timed(async () => {
    const { code, outputs, stdout } = await runAction('change-plan', {
      workspace: project.dir,
      inputs: { base: 'HEAD~1' },
      env: {
        PATH: `${shims.dir}:${process.env.PATH}`,
        NODE_OPTIONS: `--import=${pathToFileURL(shims.path('cpu.mjs'))}`,
      },
    });
    if (code !== 0 || outputs.mode !== 'affected')
      throw new Error(`The plan is ${outputs.mode}: ${outputs.reason}\n${stdout}`);
  });
  const runs = (await readFile(shims.path('log'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  const cpu = Number(await readFile(shims.path('cpu'), 'utf8'));
  return { total, own: total - covered(runs as [number, number][]) * 1_000, cpu };
}

/** Seconds that at least one of the intervals covers. */
function covered(intervals: readonly (readonly [number, number])[]): number {
  let [sum, end] = [0, 0];
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

async function timed(body: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await body();
  return performance.now() - started;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
