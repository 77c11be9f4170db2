import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ActionError, describeError } from '@go-actions/action-kit';
import { type DiscoveredModules, discoverModules } from '@go-actions/go-project';
import type { GoInputs, ProjectInputs } from '../inputs.ts';
import { type ModuleSums, mergeSums } from '../module-cache/modules.ts';
import { isAtLeast, type VersionRequest } from '../toolchain/version.ts';
import {
  chooseVersion,
  readVersionFile,
  VERSION_FILES,
  type VersionFile,
} from '../toolchain/version-files.ts';

export type GoProject = {
  /** Absolute. */
  readonly dir: string;
  readonly wanted: VersionRequest | undefined;
  /** The newest `go` line of the modules: what GOTOOLCHAIN=local would have to satisfy. */
  readonly required: string | undefined;
  /** Required modules that are not replaced, as `path@version`, with the folder of their module. */
  readonly requirements: readonly { readonly dir: string; readonly names: readonly string[] }[];
  readonly sums: ModuleSums;
  /** The text of all dependency files, for the key. */
  readonly sumText: string;
};

/** Reads what the checkout says about Go: version files, modules, sums. Throws an ActionError for the first thing that is wrong. */
export async function readProject(
  { workingDirectory, dependencyFiles }: ProjectInputs,
  go: GoInputs,
  workspace: string,
): Promise<GoProject> {
  const dir = resolve(workspace, workingDirectory);
  if (!existsSync(dir)) {
    throw new ActionError(
      `\`working-directory\` is ${JSON.stringify(workingDirectory)}; there is no such folder.`,
      {
        remedy: 'Check out the repository before this step, or correct the folder.',
      },
    );
  }
  const wanted = readVersionRequest(go, dir, workspace);
  const found = await findModules(dir);
  const modules = found?.modules ?? [];
  const sumFiles =
    dependencyFiles.length > 0 ? await globFiles(dependencyFiles, workspace) : listSumFiles(dir, found);
  const texts = sumFiles.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const sumTexts = texts.filter(({ file }) => file.endsWith('.sum')).map(({ text }) => text);
  const goLines = [found?.workspace?.go, ...modules.map(({ goMod }) => goMod.go)].filter(
    (line) => line !== undefined,
  );
  return {
    dir,
    wanted,
    required: goLines.sort((a, b) => (isAtLeast(a, b) ? -1 : 1))[0],
    requirements: modules.map((module) => {
      const replaced = new Set(module.goMod.replace.map((replace) => replace.old.path));
      const names = module.goMod.require
        .filter(({ path }) => !replaced.has(path))
        .map(({ path, version }) => `${path}@${version}`);
      return { dir: resolve(dir, module.dir), names };
    }),
    sums: readSums(sumTexts),
    sumText: texts.map(({ text }) => text).join('\n'),
  };
}

/** `go-version` wins over a file; a named file must exist and name a version; else the usual files are asked. */
function readVersionRequest(go: GoInputs, dir: string, workspace: string): VersionRequest | undefined {
  if (go.version) return { text: go.version, from: '`go-version`' };
  if (go.versionFile) {
    const path = [resolve(workspace, go.versionFile), resolve(dir, go.versionFile)].find((file) =>
      existsSync(file),
    );
    if (!path)
      throw new ActionError(
        `\`go-version-file\` is ${JSON.stringify(go.versionFile)}; there is no such file.`,
      );
    const wanted = parsed(path, () =>
      readVersionFile({ path: go.versionFile ?? '', text: readFileSync(path, 'utf8') }),
    );
    if (!wanted) throw new ActionError(`${go.versionFile} names no Go version.`);
    return wanted;
  }
  const files = VERSION_FILES.flatMap((name) => readNearest(name, dir, workspace));
  try {
    return chooseVersion(files);
  } catch (cause) {
    throw new ActionError(`The Go version cannot be read. ${describeError(cause)}`, {
      remedy: 'Correct the file, or say which version you want with `go-version` or `go-version-file`.',
    });
  }
}

/** The file in `dir` or the nearest folder above it, inside the workspace. */
function readNearest(name: string, dir: string, workspace: string): VersionFile[] {
  for (let folder = dir; ; folder = dirname(folder)) {
    const file = join(folder, name);
    if (existsSync(file))
      return [{ path: relative(workspace, file) || name, text: readFileSync(file, 'utf8') }];
    if (
      folder === dirname(folder) ||
      relative(workspace, folder) === '' ||
      relative(workspace, folder).startsWith('..')
    )
      return [];
  }
}

/** A folder without any module is fine: then there is a Go to install and a build cache to restore, and no more. */
async function findModules(dir: string): Promise<DiscoveredModules | undefined> {
  try {
    return await discoverModules(dir);
  } catch (error) {
    if (error instanceof ActionError) return undefined; // no module, or one that the go commands will complain about better
    throw error;
  }
}

function listSumFiles(dir: string, found: DiscoveredModules | undefined): string[] {
  const files = [
    join(dir, 'go.work.sum'),
    ...(found?.modules ?? []).map((module) => resolve(dir, module.dir, 'go.sum')),
  ];
  return [...new Set(files)].filter((file) => existsSync(file));
}

/** As actions/setup-go takes them (@actions/glob): a line that begins with `!` leaves files out, one with `#` is a comment. */
async function globFiles(patterns: readonly string[], workspace: string): Promise<string[]> {
  const { glob } = await import('node:fs/promises');
  const left = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const files: string[] = [];
  for await (const found of glob(
    patterns.filter((pattern) => !/^[!#]/.test(pattern)),
    { cwd: workspace, exclude: ['**/node_modules/**', ...left] },
  )) {
    const file = resolve(workspace, found);
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) files.push(file);
  }
  if (files.length === 0) {
    throw new ActionError(
      `\`cache-dependency-path\` is ${JSON.stringify(patterns.join(' '))}; no file matches.`,
      {
        remedy: 'Patterns are relative to the workspace, such as "**/go.sum".',
      },
    );
  }
  // Of a go.mod the hashes lie in the go.sum beside it.
  const sums = files
    .filter((file) => basename(file) === 'go.mod')
    .map((file) => join(dirname(file), 'go.sum'));
  return [...new Set([...files, ...sums.filter((file) => existsSync(file))])].sort();
}

/** A go.sum that cannot be read is for the go command to complain about; modules are then not cached. */
function readSums(texts: readonly string[]): ModuleSums {
  try {
    return mergeSums(texts);
  } catch {
    return mergeSums([]);
  }
}

function parsed<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ActionError(`${path} cannot be read.`, { cause });
  }
}
