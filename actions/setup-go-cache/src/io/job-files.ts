import { hash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { listNamedFiles } from '../build-cache/named-files.ts';
import { findRepositories } from '../work-tree/io/repositories.ts';
import type { CheckoutFiles } from './checkout-files.ts';

const MAX_SIZE = 2 ** 20;
/** Top folders whose files say what a job starts. */
const FOLDERS =
  /^(\.(github|gitea|forgejo)\/(?![^/]+$|\w+_TEMPLATE\/)|(\.?ci|scripts?|hack|\.?docker|\.devcontainer)\/)/;
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
/** What a step runs; all else that it names may be a setting of a service, where there is one. */
const SCRIPT = /\.(py|rb|pl|php|lua|[cm]?[jt]s)$/;
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

/** Whether such files start what a test may talk to, whichever job it is that has it: service containers, or programs in the background. */
export function startsServices(files: readonly string[], workspace: string): boolean {
  return files.some((file) => {
    if (NONE.test(file)) return false;
    if (IS_COMPOSE.test(posix.basename(file))) return true;
    return isJobFile(file) && SERVICES.test(readText(join(workspace, file)).replace(/\\\r?\n/g, ' '));
  });
}

const IS_COMPOSE = new RegExp(COMPOSE, 'i');
/** A workflow's service containers; a line that ends with `&`; and the programs that start others and leave. */
const SERVICES = new RegExp(
  [
    String.raw`^\s*["']?services["']?\s*:`,
    String.raw`[^&>|]&[ \t]*$|\bnohup\b`,
    String.raw`\b(docker|podman|nerdctl)\b.*\s(-[a-z]*d[a-z]*|--detach|up)(\s|$)`,
    String.raw`\b(systemctl|service|pg_ctl\w*|brew services)\b.*\bstart\b`,
    String.raw`\b(kind|k3d|minikube|supabase)\b.*\b(create|start)\b|/(kind-action|setup-minikube)@`,
  ].join('|'),
  'im',
);

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
  const lines = new Set<string>();
  for (const root of roots) {
    const own = root === '' ? files : files.filter((file) => file.startsWith(`${root}/`));
    const within = (file: string) => (root === '' ? file : file.slice(root.length + 1));
    const jobFiles = own.filter((file) => isJobFile(within(file)));
    const read = (file: string) => readText(join(workspace, file));
    const hasServices = startsServices(own.map(within), join(workspace, root));
    const named = listNamedFiles(jobFiles, { files: own, root, read }).filter(
      (file) => hasServices || SCRIPT.test(file),
    );
    const unlogged = own.filter((file) => file.includes('\n')); // no log has a name of more lines
    for (const file of [...jobFiles, ...named, ...unlogged])
      lines.add(`${file}\0${hash('sha256', readContent(join(workspace, file)))}`);
    for (const file of own)
      if (isLink.has(file) && !FOREIGN.test(file))
        lines.add(`${file} -> ${readlinkSync(join(workspace, file))}`);
  }
  return lines.size > 0 ? hash('sha256', [...lines].sort().join('\n')).slice(0, 12) : '';
}

function readContent(path: string): Buffer | string {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return 'none'; // a link to a folder
    return stats.size <= MAX_SIZE ? readFileSync(path) : `${stats.mtimeMs}`;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return 'none'; // a link to nowhere, or not ours
    throw error;
  }
}

const readText = (path: string): string => readContent(path).toString();

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
