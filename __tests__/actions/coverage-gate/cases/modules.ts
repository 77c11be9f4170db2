import { type ActionResult, type Files, runAction } from '@go-actions/test-kit';

export const OFF = { race: 'false', 'min-total': '0', 'min-patch': '0' };

/** A module with one tested package `p`; further files come beside it. */
export const moduleWith = (files: Files): Files => ({
  'go.mod': 'module example.com/m\n\ngo 1.24\n',
  'p/p.go': 'package p\n\nfunc P() int { return 1 }\n',
  ...files,
});

/** A Go test file of a package: imports by path, then declarations. */
export const goFile = (pkg: string, imports: readonly string[], ...code: readonly string[]): string =>
  [
    `package ${pkg}`,
    '',
    ...(imports.length > 0 ? [`import (${imports.map((path) => `"${path}"`).join('; ')})`] : ['']),
    '',
    ...code,
    '',
  ].join('\n');

export const gate = (
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  more: Partial<Parameters<typeof runAction>[1]> = {},
): Promise<ActionResult> => runAction('coverage-gate', { workspace, inputs: { ...OFF, ...inputs }, ...more });

/** Errors with a place, as `file:line title: message`. */
export const places = ({ annotations }: ActionResult): string[] =>
  annotations
    .filter(({ level, file }) => level === 'error' && file)
    .map(({ file, line, title, message }) => `${file}:${line} ${title}: ${message}`);
