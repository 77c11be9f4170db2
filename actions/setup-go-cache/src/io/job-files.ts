import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { findRepositories } from '../work-tree/io/repositories.ts';
import { listCheckout } from './checkout-files.ts';

const MAX_SIZE = 2 ** 20;
/** Top folders whose files say what a job starts. */
const FOLDERS = /^(\.github|\.?ci|scripts?|hack|\.?docker|\.devcontainer)\//;
/** Names of files that do so wherever they lie. */
const NAMES = new RegExp(
  [
    String.raw`^action\.ya?ml$`,
    String.raw`^(docker-|podman-)?compose([^/]*)\.ya?ml$|[-.]compose\.ya?ml$`,
    String.raw`^\.env(\..+)?$|\.env$`,
    String.raw`^(docker|container)file(\..+)?$|\.(docker|container)file$|^docker-bake\.(hcl|json)$`,
    String.raw`^(gnu)?makefile$|\.mk$|^taskfile[^/]*\.ya?ml$|^\.?justfile$|^magefile\.go$`,
    String.raw`^(proc|tilt|vagrant|earth)file$|^skaffold\.ya?ml$|^(flake|shell)\.nix$|^flake\.lock$|^devbox\.json$`,
    String.raw`\.(sh|bash|zsh|fish|ps1|bat|cmd)$`,
  ].join('|'),
  'i',
);
/** Files of a test, of a dependency, and documents. */
const NONE = /(^|\/)(testdata|vendor|node_modules)\/|\.md$/;

/** Hashes, in a thread, what `isJobFile` finds in the checkouts that `dir` lies in. */
export type HashJobFiles = {
  readonly kind: 'hash-job-files';
  readonly workspace: string;
  readonly dir: string;
};

/**
 * Whether a file (relative to its repository) says which services and programs a job starts: workflows, actions, compose and
 * build files, scripts. A test that talks to those has not passed here when one of them changes.
 */
export const isJobFile = (path: string): boolean =>
  (NAMES.test(posix.basename(path)) || (FOLDERS.test(path) && !path.endsWith('.go'))) && !NONE.test(path);

/** A digest of such files, empty when there are none. */
export function hashJobFiles({ workspace, dir }: HashJobFiles): string {
  const files = findRepositories(workspace, dir)
    .flatMap((root) =>
      listCheckout(root)
        .filter(isJobFile)
        .map((file) => join(root, file)),
    )
    .sort();
  const whole = createHash('sha256');
  for (const file of files) {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    const content = stats?.isFile() && stats.size <= MAX_SIZE ? readFileSync(file) : `${stats?.mtimeMs}`;
    whole
      .update(`${file.slice(workspace.length)}\0`)
      .update(content)
      .update('\0');
  }
  return files.length > 0 ? whole.digest('hex').slice(0, 12) : '';
}

/**
 * Whether a workflow of this checkout (GITHUB_WORKFLOW_REF, `owner/repo/PATH@ref`) calls others, whose jobs look alike however
 * often they are called; also when it cannot be read.
 */
export function callsWorkflows(workspace: string, dir: string, workflowRef: string | undefined): boolean {
  const [, path] = /^[^/]+\/[^/]+\/([^@]+)/.exec(workflowRef ?? '') ?? [];
  if (path === undefined) return false;
  const file = findRepositories(workspace, dir)
    .map((root) => join(root, path))
    .find((name) => lstatSync(name, { throwIfNoEntry: false })?.isFile());
  return file === undefined || /uses:.*\.ya?ml\b/.test(readFileSync(file, 'utf8'));
}
