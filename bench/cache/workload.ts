import { runChecked } from '@go-actions/action-kit';

/**
 * What the steps after the set-up run. `gate` is a whole pull request's check, `vet` a job that never links, `modules` what
 * every job of a project with many dependencies has to wait for.
 */
export const WORKLOADS = {
  gate: (packages) => [
    ['gofmt', '-l', '.'],
    ['go', 'vet', ...packages],
    ['go', 'test', '-race', '-coverprofile', 'cover.out', ...packages],
    ['go', 'build', ...packages],
  ],
  test: (packages) => [
    ['go', 'vet', './...'],
    ['go', 'test', ...packages],
  ],
  vet: () => [['go', 'vet', './...']],
  modules: () => [['go', 'mod', 'download']],
} as const satisfies Record<string, (packages: readonly string[]) => readonly (readonly string[])[]>;

export type Workload = keyof typeof WORKLOADS;

/** `./...`, or every package by name less those whose directory `without` names (tests that need a network). */
export async function listPackages(source: string, without: readonly string[]): Promise<string[]> {
  if (without.length === 0) return ['./...'];
  const format = '{{.ImportPath}}\t{{.Module.Path}}';
  const { stdout } = await runChecked('go', ['list', '-f', format, './...'], { cwd: source });
  return stdout
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [path = '', module = ''] = line.split('\t');
      return without.includes(path.slice(module.length + 1)) ? [] : [path];
    });
}

/** The newest commit, or the newest `count` on the first-parent line that change Go code, oldest first. */
export async function listCommits(source: string, count: number | undefined): Promise<string[]> {
  const limit = count === undefined ? ['-1'] : [`-${count}`, '--first-parent'];
  const paths = count === undefined ? [] : ['--', '*.go'];
  const { stdout } = await runChecked('git', ['log', '--format=%H', ...limit, ...paths], { cwd: source });
  return stdout.trim().split('\n').reverse();
}
