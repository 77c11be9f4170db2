import { randomUUID } from 'node:crypto';
import * as core from '@actions/core';
import { ANNOTATIONS_PER_LEVEL, type Annotation, budgetAnnotations, type Level } from '../annotations.ts';

/** One line of progress or evidence; the text is ours, or has passed `printForeign`. */
export function info(message: string): void {
  core.info(message);
}

/** Shown only when the job runs with step debugging. */
export function debug(message: string): void {
  core.debug(message);
}

/** An annotation without a place: something the user should know that is no finding. */
export function notice(message: string): void {
  core.notice(message);
}

export function warning(message: string): void {
  core.warning(message);
}

/** A foldable part of the log. */
export async function group<T>(title: string, body: () => Promise<T>): Promise<T> {
  return core.group(title, body);
}

/** Masks a secret in everything that the runner shows from now on; every line of a multi-line one. */
export function mask(secret: string): void {
  for (const line of new Set([secret, ...secret.split(/\r?\n/)])) if (line.trim()) core.setSecret(line);
}

/**
 * Prints text that others wrote (tools, file names, commit messages) so that no line of it is read as a workflow
 * command: between `stop-commands` and a token that nobody can guess.
 */
export function printForeign(text: string): void {
  if (!text) return;
  const body = text.endsWith('\n') ? text : `${text}\n`;
  if (!/::|##\[/.test(body)) {
    process.stdout.write(body);
    return;
  }
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${body}::${token}::\n`);
}

const EMIT = { error: core.error, warning: core.warning, notice: core.notice } as const;

/**
 * Writes annotations within GitHub's budget; the order is the order of importance. One error stays free for the sentence of
 * a red step, which comes last and would be dropped otherwise.
 */
export function annotate(
  annotations: readonly Annotation[],
  limit: Partial<Record<Level, number>> = { error: ANNOTATIONS_PER_LEVEL - 1 },
): void {
  for (const annotation of budgetAnnotations(annotations, limit)) {
    const { level, message, title, file, line, endLine, column } = annotation;
    EMIT[level](message, {
      ...(title && { title }),
      ...(file && { file }),
      ...(line && { startLine: line }),
      ...(endLine && { endLine }),
      ...(column && { startColumn: column }),
    });
  }
}
