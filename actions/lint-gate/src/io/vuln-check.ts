import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { JsonObjectStream } from '@go-actions/go-project';
import { parse } from 'yaml';
import { parseGoErrors } from '../checks/go-errors.ts';
import {
  type Ignored,
  type IgnoreNote,
  judgeVulns,
  parseIgnored,
  type VulnLevel,
  type VulnMessage,
} from '../checks/vuln.ts';
import { type Answer, crash, judgeEnding, unreadable } from '../outcome.ts';
import { type Desk, runTool } from './desk.ts';
import type { Workplace } from './modules.ts';

export type VulnSettings = {
  readonly program: string;
  readonly database: string;
  readonly level: VulnLevel;
  readonly ignored: readonly Ignored[];
  readonly today: string;
  /** Told once for each module what became of the ignore entries. */
  readonly onNotes: (notes: readonly IgnoreNote[]) => void;
};

/** Reads the ignore file. Throws a sentence when it cannot be read or says something unknown. */
export async function readIgnored(dir: string, file: string): Promise<Ignored[]> {
  return parseIgnored(parse(await readFile(resolve(dir, file), 'utf8')));
}

/** govulncheck in JSON form exits with 0 whatever it found; only the messages are a verdict. */
export async function checkVulns(
  desk: Desk,
  place: Workplace,
  { program, database, level, ignored, today, onNotes }: VulnSettings,
): Promise<Answer> {
  const messages: VulnMessage[] = [];
  const stream = new JsonObjectStream<VulnMessage>((message) => {
    if (message.osv || message.finding) messages.push(message);
  });
  let broken = false;
  const result = await runTool(desk, program, ['-db', database, '-format', 'json', './...'], {
    cwd: place.dir,
    onStdout: (chunk) => {
      try {
        if (!broken) stream.push(chunk);
      } catch {
        broken = true; // SyntaxError: told below
      }
    },
  });
  const problem = judgeEnding('govulncheck', result);
  if (problem) return { findings: [], problem };
  const errors = parseGoErrors(result.stderr);
  if (result.code !== 0 && errors.length > 0) return { findings: errors };
  if (result.code !== 0) return { findings: [], problem: crash('govulncheck', result, result.stderr) };
  try {
    stream.end();
  } catch {
    broken = true; // it ended inside an object
  }
  if (broken) return { findings: [], problem: unreadable('govulncheck') };
  const { findings, notes } = judgeVulns(messages, { level, ignored, today });
  onNotes(notes);
  return { findings };
}
