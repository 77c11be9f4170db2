import { statSync } from 'node:fs';
import * as core from '@actions/core';
import { fitSummary } from '../summary.ts';
import { debug, holdsMask, warning } from './log.ts';

/**
 * Sets step outputs; numbers and booleans as text, `undefined` as empty, anything else as JSON. Warns about one that holds a
 * masked text in passing: GitHub drops it from the outputs of the job, and a matrix made of it is empty.
 */
export function setOutputs(outputs: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(outputs)) {
    const text = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    core.setOutput(name, text);
    if (holdsMask(text))
      warning(
        `The output \`${name}\` holds a text that is masked as a secret. GitHub drops such an output from the outputs of a job: use a secret that is not part of a name or a path.`,
      );
  }
}

/** Exports an environment variable to the later steps of the job, and to this process. */
export function exportVariable(name: string, value: string): void {
  core.exportVariable(name, value);
}

/** Puts a folder first on PATH for the later steps of the job, and for this process. */
export function addPath(folder: string): void {
  core.addPath(folder);
}

/**
 * Whether post has nothing to do, in a variable for `post-if` of action.yml: `env.NAME != 'true'`, so that post runs where in
 * doubt. All steps of an action in a job share the variable; one that needs its post wins.
 */
export function tellIdle(name: string, idle: boolean): void {
  if (idle && process.env[name] === 'false') return;
  exportVariable(name, String(idle));
}

/** Hands plain data from main to post, as JSON. */
export function saveState(name: string, value: unknown): void {
  core.saveState(name, JSON.stringify(value));
}

/** What main saved under `name`; `undefined` when main did not get that far. */
export function loadState<T>(name: string): T | undefined {
  const text = core.getState(name);
  return text ? (JSON.parse(text) as T) : undefined;
}

let promised = 0;
let writing = Promise.resolve();

/**
 * Appends Markdown to the step summary, cut with a notice where GitHub's limit (1 MiB a step) would drop all of it, which the
 * toolkit does not look at. It is on disk when `finishSummary` has been awaited, as `runAction` does.
 */
export function writeSummary(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) {
    debug('No GITHUB_STEP_SUMMARY: the summary is not written.');
    return;
  }
  const before = promised === 0 ? (statSync(file, { throwIfNoEntry: false })?.size ?? 0) : promised;
  const text = fitSummary(markdown, before);
  promised = before + Buffer.byteLength(text);
  writing = writing.then(async () => void (await core.summary.addRaw(text).write()));
}

export function finishSummary(): Promise<void> {
  return writing.catch((error: Error) => warning(`The job summary could not be written: ${error.message}`));
}
