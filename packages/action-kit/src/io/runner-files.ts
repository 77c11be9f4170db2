import { appendFile, stat } from 'node:fs/promises';
import * as core from '@actions/core';
import { fitSummary } from '../summary.ts';
import { debug } from './log.ts';

/** Sets step outputs; numbers and booleans as text, `undefined` as empty, anything else as JSON. */
export function setOutputs(outputs: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(outputs)) {
    core.setOutput(
      name,
      value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value),
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

/** Hands plain data from main to post, as JSON. */
export function saveState(name: string, value: unknown): void {
  core.saveState(name, JSON.stringify(value));
}

/** What main saved under `name`; `undefined` when main did not get that far. */
export function loadState<T>(name: string): T | undefined {
  const text = core.getState(name);
  return text ? (JSON.parse(text) as T) : undefined;
}

/** Appends Markdown to the step summary, cut with a notice where GitHub's limit (1 MiB a step) would drop all of it. */
export async function writeSummary(markdown: string): Promise<void> {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) {
    debug('No GITHUB_STEP_SUMMARY: the summary is not written.');
    return;
  }
  const written = await stat(file).then(
    (stats) => stats.size,
    () => 0,
  ); // not there yet: nothing is written
  await appendFile(file, fitSummary(markdown, written));
}
