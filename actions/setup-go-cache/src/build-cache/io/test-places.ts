import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseGoMod } from '@go-actions/go-project';
import { isBelow } from '../test-key.ts';
import type { ModuleRoot } from '../test-results.ts';

export type JobFacts = {
  readonly workspace: string;
  readonly temp: string;
  readonly gocache: string;
  readonly goroot: string;
  /** When the job began at the latest, in milliseconds. */
  readonly since: number;
  /** The environment of the job's last step, which is near to that of the tests. */
  readonly env: (name: string) => string | undefined;
};

/** Where the steps of the job write, and when. */
export function describePlaces({ workspace, temp, gocache, goroot, since, env }: JobFacts) {
  const home = env('HOME') ?? env('USERPROFILE');
  const goPath = env('GOPATH') ?? (home && join(home, 'go'));
  const caches = [goroot, env('GOMODCACHE'), goPath && join(goPath, 'pkg'), env('RUNNER_TOOL_CACHE')];
  const present = (folders: readonly (string | undefined)[]) =>
    folders.filter((folder): folder is string => folder !== undefined && folder !== '/');
  return {
    workspace,
    stepFolders: present([home, temp]),
    busy: present([
      home,
      home && join(home, '.config'),
      home && join(home, '.cache'),
      temp,
      tmpdir(),
      '/tmp',
    ]),
    pinned: present([gocache, join(temp, 'tool-cache'), ...caches]),
    job: { from: since, to: Date.now() },
  };
}

/** The modules of a checkout, inner ones first. A go.mod that Go cannot read has no tests. */
export function readModules(workspace: string, files: readonly string[]): ModuleRoot[] {
  return files
    .filter((file) => /(^|\/)go\.mod$/.test(file))
    .flatMap((file) => {
      try {
        const { module } = parseGoMod(readFileSync(join(workspace, file), 'utf8'));
        return [{ path: module ?? '', dir: resolve(workspace, dirname(file)) }];
      } catch {
        return [{ path: '', dir: resolve(workspace, dirname(file)) }]; // still the end of the module around it
      }
    })
    .sort((a, b) => b.dir.length - a.dir.length);
}

/** A path and all folders that it lies in, down to `root`. */
export function ancestry(path: string, root: string): string[] {
  const paths = [path];
  for (
    let folder = dirname(path);
    isBelow(folder, root) && folder !== dirname(folder);
    folder = dirname(folder)
  )
    paths.push(folder);
  return paths;
}
