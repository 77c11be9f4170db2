import type { InputReader } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import { parseGlob } from './globs.ts';
import { parseRules } from './rules.ts';
import { parseTarget } from './targets.ts';

/** Entries between white space and commas; a comma inside of `{a,b}` belongs to the glob. */
const entries = (text: string): string[] => text.split(/[\s,]+(?![^{}]*\})/).filter(Boolean);

/** A revision reaches git as one argument: nothing in it may read as an option or a refspec. */
function parseRevision(text: string): string {
  if (/^-|[\s:\0]|\.\./.test(text)) throw new Error('expected one commit, branch or tag');
  return text;
}

function parseTargets(text: string) {
  const targets = entries(text).map(parseTarget);
  if (targets.length === 0) throw new Error('expected at least one GOOS/GOARCH such as "linux/amd64"');
  return [...new Map(targets.map((target) => [target.target, target])).values()];
}

export const readInputs = (input: InputReader) =>
  ({
    workingDirectory: input.text('working-directory') || '.',
    select: input.choice('select', ['affected', 'all']),
    base: input.parsedOptional('base', parseRevision),
    head: input.parsedOptional('head', parseRevision),
    rules: input.parsed('rules', parseRules),
    always: input.parsed('always', (text) => entries(text).map(parseGlob)),
    token: input.secret('token'),
    maxShards: input.integer('max-shards', { min: 1, max: 256 }),
    targets: input.parsed('targets', parseTargets),
    /** `owner/repo/.github/workflows/ci.yml@ref` of the calling workflow. */
    workflowRef: input.env('GITHUB_WORKFLOW_REF'),
    cacheService: readServiceAddress(input),
  }) as const;

export type Inputs = ReturnType<typeof readInputs>;
