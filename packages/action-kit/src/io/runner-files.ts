import { appendFileSync, statSync } from 'node:fs';
import { EOL } from 'node:os';
import { delimiter } from 'node:path';
import { fitSummary } from '../summary.ts';
import { renderEntry } from '../workflow-command.ts';
import { drawAbsentWord } from './absent-word.ts';
import { debug, holdsMask, issue, warning } from './log.ts';

/**
 * Sets step outputs; numbers and booleans as text, `undefined` as empty, anything else as JSON. Warns about one that holds a
 * masked text in passing: GitHub drops it from the outputs of the job, and a matrix made of it is empty.
 */
export function setOutputs(outputs: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(outputs)) {
    const text = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    record('OUTPUT', 'set-output', name, text);
    if (holdsMask(text))
      warning(
        `The output \`${name}\` holds a text that is masked as a secret. GitHub drops such an output from the outputs of a job: use a secret that is not part of a name or a path.`,
      );
  }
}

/** Exports an environment variable to the later steps of the job, and to this process. */
export function exportVariable(name: string, value: string): void {
  process.env[name] = value;
  record('ENV', 'set-env', name, value);
}

/** Puts a folder first on PATH for the later steps of the job, and for this process. */
export function addPath(folder: string): void {
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
  const file = process.env.GITHUB_PATH;
  if (file) appendFileSync(file, folder + EOL);
  else issue('add-path', folder);
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
  record('STATE', 'save-state', name, JSON.stringify(value));
}

/** What main saved under `name`; `undefined` when main did not get that far. */
export function loadState<T>(name: string): T | undefined {
  const text = process.env[`STATE_${name}`];
  return text ? (JSON.parse(text) as T) : undefined;
}

/** Appends Markdown to the step summary, cut with a notice where GitHub's limit (1 MiB a step) would drop all of it. */
export function writeSummary(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) {
    debug('No GITHUB_STEP_SUMMARY: the summary is not written.');
    return;
  }
  const written = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  appendFileSync(file, fitSummary(markdown, written));
}

/** Into the runner's command file, at once, so that nothing is lost when the job is cancelled; engines without files read a line. */
function record(kind: 'ENV' | 'OUTPUT' | 'STATE', command: string, name: string, value: string): void {
  const file = process.env[`GITHUB_${kind}`];
  if (file) appendFileSync(file, renderEntry(name, value, `ghadelimiter_${drawAbsentWord(value)}`, EOL));
  else issue(command, value, { name });
}
