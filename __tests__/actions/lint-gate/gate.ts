import { dirname } from 'node:path';
import { createProject, type Files, type Project, runAction } from '@go-actions/test-kit';
import { ensureGoTool, findGoTool } from '@go-actions/tools';

export const GO_MOD = 'module example.com/app\n\ngo 1.24\n';
export const CLEAN = 'package app\n\n// Name says who it is.\nfunc Name() string { return "app" }\n';
export const UNFORMATTED = 'package app\n\nfunc  Spaced() {}\n';
export const MISPRINT = 'package app\n\nimport "fmt"\n\nfunc Print() { fmt.Printf("%d\\n", "x") }\n';

/** PATH with the pinned linters in front, so that no scenario builds one; needs.ts says which tests need the others. */
export async function withLinters(...more: string[]): Promise<string> {
  const linters = await Promise.all([
    ensureGoTool('staticcheck'),
    findGoTool('golangci-lint'),
    findGoTool('govulncheck'),
  ]);
  return [...more, ...linters.flatMap((path) => (path ? [dirname(path)] : [])), process.env.PATH].join(':');
}

type Options = {
  inputs?: Record<string, string>;
  env?: Record<string, string>;
  event?: unknown;
  temp?: string;
};

/** Runs the gate on a project; the linters are on PATH. */
export async function lint(project: Project, { inputs = {}, env = {}, ...rest }: Options = {}) {
  return runAction('lint-gate', {
    workspace: project.dir,
    inputs,
    env: { PATH: await withLinters(), ...env },
    ...rest,
  });
}

/** A repository with a module at its root. */
export const repository = (files: Files): Promise<Project> =>
  createProject({ 'go.mod': GO_MOD, ...files }, { git: true });
