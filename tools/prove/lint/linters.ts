import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { parseGoVersion } from '@go-actions/go-project';
import { findOnPath, installGoTool } from '@go-actions/tool-install';
import { ensureGoTool, GO_TOOLS } from '../../go-tools.ts';
import { inRoot } from '../../root.ts';

export const LINTERS = ['staticcheck', 'golangci-lint', 'govulncheck'] as const;
type LinterName = (typeof LINTERS)[number];

/** Puts the pinned linters on PATH, where lint-gate looks for them, too. */
export async function offerLinters(): Promise<void> {
  const programs = await Promise.all(LINTERS.map((name) => ensureGoTool(name)));
  process.env.PATH = [...programs.map((path) => dirname(path)), process.env.PATH].join(delimiter);
}

/** A tool cache in which linters stay that have to be built for a Go that is newer than the one of those on PATH. */
async function openToolCache(): Promise<string> {
  const folder = inRoot('.prove', 'tool-cache');
  await mkdir(folder, { recursive: true });
  process.env.RUNNER_TOOL_CACHE = folder; // what the toolkit looks at, whatever it is told
  return folder;
}

/** The pinned linter as lint-gate takes it for modules of `go`: from PATH, else built once, in some minutes. */
export async function ensureLinter(name: LinterName, go: string): Promise<string> {
  const { pkg, version } = GO_TOOLS[name];
  const { path } = await installGoTool({
    name,
    pkg,
    version,
    goVersion: parseGoVersion(go),
    toolCache: await openToolCache(),
    temp: tmpdir(),
    onPath: findOnPath(name),
    log: console.error,
  });
  return path;
}
