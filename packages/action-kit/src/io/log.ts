import * as core from '@actions/core';
import { type Annotation, budgetAnnotations, type Level, planBudget } from '../annotations.ts';
import { holdsCommand, listMasks, plainLine } from '../foreign.ts';
import { drawAbsentWord } from './absent-word.ts';

// The only module that writes to standard output (a house test says so): no text, wherever it comes from, becomes a workflow
// command here. `info` and `group` take one line; a text of several lines that others wrote goes through `printForeign`.

const masked = new Set<string>();
const ANNOTATE = { error: core.error, warning: core.warning, notice: core.notice };

/** One line of progress or evidence. Names and answers of others may stand in it: they cannot break out of the line. */
export function info(message: string): void {
  core.info(plainLine(message)); // the toolkit prints what it is given
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
  core.startGroup(plainLine(title));
  try {
    return await body();
  } finally {
    core.endGroup();
  }
}

/**
 * Masks a secret in everything that the runner shows from now on: each of its lines, less those that are too short. The
 * toolkit hands the runner the whole of it, which masks `{` as well.
 */
export function mask(secret: string): void {
  for (const text of listMasks(secret)) {
    masked.add(text);
    core.setSecret(text);
  }
}

/** Whether a text holds something that was masked; one that is a secret as a whole is meant to be one. */
export function holdsMask(text: string): boolean {
  return !masked.has(text) && [...masked].some((secret) => text.includes(secret));
}

/**
 * Prints text that others wrote, for which the toolkit has nothing (tools, file names, commit messages) so that no line of it is read as a workflow
 * command: between `stop-commands` and a token that it does not hold.
 */
export function printForeign(text: string): void {
  if (!text) return;
  const body = text.endsWith('\n') ? text : `${text}\n`;
  if (!holdsCommand(body)) {
    process.stdout.write(body);
    return;
  }
  const token = drawAbsentWord(body);
  process.stdout.write(`::stop-commands::${token}\n${body}::${token}::\n`);
}

/** How many annotations of each level this step may write (`planBudget`). */
export function annotationBudget(): Record<Level, number> {
  return planBudget(process.env.GO_ACTIONS_ANNOTATIONS);
}

/**
 * Writes annotations within the step's budget (`planBudget`); the order is the order of importance. One error stays free for
 * the sentence of a red step, which comes last and would be dropped otherwise.
 */
export function annotate(
  annotations: readonly Annotation[],
  limit: Partial<Record<Level, number>> = annotationBudget(),
): void {
  for (const annotation of budgetAnnotations(annotations, limit)) {
    const { level, message, title, file, line, endLine, column } = annotation;
    const at = { title, file, startLine: line, endLine, startColumn: column };
    ANNOTATE[level](
      message,
      Object.fromEntries(Object.entries(at).filter(([, value]) => value !== undefined)),
    );
  }
}
