import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRepositories } from '../work-tree/io/repositories.ts';
import { listCheckout } from './checkout-files.ts';

const MAX_SIZE = 2 ** 20;
const COMPOSE = /^(docker-)?compose[^/]*\.ya?ml$/;

/**
 * A digest of the files that say which services and programs a job starts: workflows and actions below `.github`, and compose files
 * beside the working directory's or the repository's own files. A test that talks to those has not passed here when they change.
 */
export function digestJobFiles(workspace: string, dir: string): string {
  const roots = findRepositories(workspace, dir);
  const files = [
    ...roots.flatMap((root) =>
      listCheckout(join(root, '.github'))
        .filter((file) => /^(workflows|actions)\/.*\.ya?ml$/.test(file))
        .map((file) => join(root, '.github', file)),
    ),
    ...[...new Set([...roots, dir])].flatMap((folder) =>
      listNames(folder)
        .filter((name) => COMPOSE.test(name))
        .map((name) => join(folder, name)),
    ),
  ].sort();
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

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not there, or not for us
  }
}
