import { EOL } from 'node:os';
import { ANNOTATIONS_PER_LEVEL, type Annotation, budgetAnnotations, type Level } from '../annotations.ts';
import { renderCommand } from '../workflow-command.ts';
import { drawAbsentWord } from './absent-word.ts';

/** Tells the runner something; whatever the message holds, it is one command. */
export function issue(...command: Parameters<typeof renderCommand>): void {
  process.stdout.write(renderCommand(...command) + EOL);
}

/** One line of progress or evidence; the text is ours, or has passed `printForeign`. */
export function info(message: string): void {
  process.stdout.write(message + EOL);
}

/** Shown only when the job runs with step debugging. */
export function debug(message: string): void {
  issue('debug', message);
}

/** An annotation without a place: something the user should know that is no finding. */
export function notice(message: string): void {
  issue('notice', message);
}

export function warning(message: string): void {
  issue('warning', message);
}

/** A foldable part of the log. */
export async function group<T>(title: string, body: () => Promise<T>): Promise<T> {
  issue('group', title);
  try {
    return await body();
  } finally {
    issue('endgroup', '');
  }
}

/** Masks a secret in everything that the runner shows from now on; every line of a multi-line one. */
export function mask(secret: string): void {
  for (const line of new Set([secret, ...secret.split(/\r?\n/)])) if (line.trim()) issue('add-mask', line);
}

/**
 * Prints text that others wrote (tools, file names, commit messages) so that no line of it is read as a workflow
 * command: between `stop-commands` and a token that it does not hold.
 */
export function printForeign(text: string): void {
  if (!text) return;
  const body = text.endsWith('\n') ? text : `${text}\n`;
  if (!/::|##\[/.test(body)) {
    process.stdout.write(body);
    return;
  }
  const token = drawAbsentWord(body);
  process.stdout.write(`::stop-commands::${token}\n${body}::${token}::\n`);
}

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
    issue(level, message, { title, file, line, endLine, col: column });
  }
}
