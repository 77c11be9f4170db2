import { createHash } from 'node:crypto';
import type { Finding } from './finding.ts';
import type { Sources } from './source-text.ts';

/** What makes a finding the same one after lines have moved: where, which rule, and the text that it is about. */
export type FindingIdentity = {
  readonly module: string;
  readonly file: string;
  readonly check: string;
  readonly rule: string;
  /** A hash of the line without its indentation; of the message when there is no line. */
  readonly text: string;
};

/**
 * The identity of a finding. Line numbers, columns (they differ between Go versions) and, where a line is known, messages
 * are left out. `renamed` gives the name under which the file is known elsewhere.
 */
export function identify(
  finding: Finding,
  sources: Sources,
  renamed?: ReadonlyMap<string, string>,
): FindingIdentity {
  const { module, file = '', line, check, rule, message } = finding;
  const source = line ? sources.get(file)?.line(line) : undefined;
  const text = source?.trim().replace(/\s+/g, ' ') || message;
  return { module, file: renamed?.get(file) ?? file, check, rule, text: digest(text) };
}

export const identityKey = ({ module, file, check, rule, text }: FindingIdentity): string =>
  [module, file, check, rule, text].join('\0');

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
