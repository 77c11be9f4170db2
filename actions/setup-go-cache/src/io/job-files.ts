import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { findRepositories } from '../work-tree/io/repositories.ts';
import type { CheckoutFiles } from './checkout-files.ts';

const MAX_SIZE = 2 ** 20;
/** Top folders whose files say what a job starts. */
const FOLDERS = /^(\.github|\.?ci|scripts?|hack|\.?docker|\.devcontainer)\//;
const COMPOSE = String.raw`^(docker-|podman-)?compose([^/]*)\.ya?ml$|[-.]compose\.ya?ml$`;
/** Names of files that do so wherever they lie. */
const NAMES = new RegExp(
  [
    String.raw`^action\.ya?ml$`,
    COMPOSE,
    String.raw`^\.env(\..+)?$|\.env$`,
    String.raw`^(docker|container)file(\..+)?$|\.(docker|container)file$|^docker-bake\.(hcl|json)$`,
    String.raw`^(gnu)?makefile$|\.mk$|^taskfile[^/]*\.ya?ml$|^\.?justfile$|^magefile\.go$`,
    String.raw`^(proc|tilt|vagrant|earth)file$|^skaffold\.ya?ml$|^(flake|shell)\.nix$|^flake\.lock$|^devbox\.json$`,
    String.raw`\.(sh|bash|zsh|fish|ps1|bat|cmd)$`,
  ].join('|'),
  'i',
);
/** Links of dependencies change with every installation. */
const FOREIGN = /(^|\/)(vendor|node_modules)\//;
/** Files of a test, of a dependency, and documents. */
const NONE = /(^|\/)(testdata|vendor|node_modules)\/|\.md$/;

/**
 * Whether a file (relative to its repository) says which services and programs a job starts: workflows, actions, compose and
 * build files, scripts. A test that talks to those has not passed here when one of them changes.
 */
export const isJobFile = (path: string): boolean =>
  (NAMES.test(posix.basename(path)) || (FOLDERS.test(path) && !path.endsWith('.go'))) && !NONE.test(path);

/** Whether such files start services: a compose file, or a workflow with service containers, whichever job it is that has them. */
export function startsServices(files: readonly string[], workspace: string): boolean {
  const compose = new RegExp(COMPOSE, 'i');
  return files.some((file) => {
    if (NONE.test(file)) return false;
    if (compose.test(posix.basename(file))) return true;
    const isWorkflow = /(^|\/)\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(file);
    return isWorkflow && /^\s*["']?services["']?\s*:/m.test(readContent(join(workspace, file)).toString());
  });
}

/**
 * A digest of such files of the checkouts that `dir` lies in, and of where their links lead, since Go does not see a test ask for that
 * (os.Readlink); empty when there are none.
 */
export function hashJobFiles(
  { files, links }: CheckoutFiles,
  { workspace, dir }: { readonly workspace: string; readonly dir: string },
): string {
  const roots = findRepositories(workspace, dir).map((root) =>
    relative(workspace, root).replaceAll('\\', '/'),
  );
  const isLink = new Set(links);
  const found = roots.flatMap((root) =>
    files.filter((file) => {
      if (root !== '' && !file.startsWith(`${root}/`)) return false;
      return (
        isJobFile(root === '' ? file : file.slice(root.length + 1)) ||
        (isLink.has(file) && !FOREIGN.test(file))
      );
    }),
  );
  const whole = createHash('sha256');
  for (const file of [...new Set(found)].sort()) {
    whole.update(`${file}\0`);
    const path = join(workspace, file);
    if (isLink.has(file)) whole.update(`-> ${readlinkSync(path)}\0`);
    if (isJobFile(file)) whole.update(readContent(path)).update('\0');
  }
  return found.length > 0 ? whole.digest('hex').slice(0, 12) : '';
}

function readContent(path: string): Buffer | string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) return 'none'; // a link to nowhere, or to a folder
  return stats.size <= MAX_SIZE ? readFileSync(path) : `${stats.mtimeMs}`;
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
