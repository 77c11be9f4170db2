import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { createProject, type Project } from '@go-actions/test-kit';

/** A copy of a Go repository as a checkout of its own, so that nothing in it changes. */
export async function openWorkspace(source: string): Promise<AsyncDisposable & { dir: string }> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'go-actions-bench-')));
  const dir = join(scratch, 'checkout');
  await cp(source, dir, { recursive: true });
  const git = (...args: string[]) =>
    runChecked('git', ['-c', 'user.name=Gopher', '-c', 'user.email=gopher@example.com', ...args], {
      cwd: dir,
    });
  await rm(join(dir, '.git'), { recursive: true, force: true });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'chore: import');
  return { dir, [Symbol.asyncDispose]: () => rm(scratch, { recursive: true, force: true }) };
}

/** A repository of `count` modules without dependencies, each with some packages that use the standard library. */
export async function makeModules(count: number): Promise<Project> {
  const files: Record<string, string> = {};
  for (let i = 0; i < count; i++) {
    files[`m${i}/go.mod`] = `module example.com/m${i}\n\ngo 1.24\n`;
    for (let p = 0; p < 8; p++) {
      const body = Array.from({ length: 30 }, (_, f) => FUNCTION.replaceAll('NAME', `F${f}`)).join('\n');
      files[`m${i}/p${p}/p.go`] =
        `// Package p${p} is made.\npackage p${p}\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\n${body}`;
    }
  }
  return createProject(files, { git: true });
}

const FUNCTION = `// NAME answers a request.
func NAME(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet {
		return fmt.Errorf("method %s", r.Method)
	}
	_, err := fmt.Fprintln(w, "ok")
	return err
}
`;
