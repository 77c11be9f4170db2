import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import type { ModuleRoot } from '../test-results.ts';

/** Links `os/exec`, or is not whole, so that nobody can say. */
const FORMAT =
  '{{if .Incomplete}}?{{end}}{{range .Deps}}{{if eq . "os/exec"}}?{{end}}{{end}}\t{{.ImportPath}}\t{{.Dir}}';

/**
 * Of the folders of tests (absolute) those whose test can start programs, as `go list` says of what it links and its sources of what
 * they import under any build tag; in doubt it can.
 */
export async function listStarters(
  dirs: readonly string[],
  { goroot, modules }: { readonly goroot: string; readonly modules: readonly ModuleRoot[] },
): Promise<ReadonlySet<string>> {
  const starters = new Set(dirs.filter(importsExec));
  const asked = dirs.filter((dir) => !starters.has(dir));
  const rootOf = (dir: string) => modules.find((module) => !/^\.\.|^\//.test(relative(module.dir, dir)))?.dir;
  for (const [root, own] of Map.groupBy(asked, rootOf)) {
    const free = root === undefined ? new Set<string>() : await listFree(goroot, root, own);
    for (const dir of own) if (!free.has(dir)) starters.add(dir);
  }
  return starters;
}

/** Those whose test is known to start nothing. */
async function listFree(goroot: string, root: string, dirs: readonly string[]): Promise<Set<string>> {
  const patterns = dirs.map((dir) => `./${relative(root, dir).replaceAll('\\', '/')}`);
  try {
    const { stdout } = await runChecked(
      join(goroot, 'bin', 'go'),
      ['list', '-e', '-test', '-f', FORMAT, ...patterns],
      { cwd: root, env: { GOPROXY: 'off', GOTOOLCHAIN: 'local' }, timeoutMs: 60_000 },
    );
    const packages = stdout.split('\n').map((line) => line.split('\t'));
    // The program around the tests (`x.test`) links what only fuzzing needs, os/exec among it.
    const own = packages.filter(([, path = '']) => path !== '' && !path.endsWith('.test'));
    const free = new Set(
      own.filter(([, path = '']) => path.endsWith('.test]')).map(([, , dir = '']) => resolve(dir)),
    );
    for (const [mark, , dir = ''] of own) if (mark !== '') free.delete(resolve(dir));
    return free;
  } catch {
    return new Set(); // a module that cannot be listed any more
  }
}

const importsExec = (dir: string): boolean =>
  readdirSync(dir).some(
    (name) => name.endsWith('.go') && readFileSync(join(dir, name), 'latin1').includes('"os/exec"'),
  );
