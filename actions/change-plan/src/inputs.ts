import type { InputReader } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import { formatTarget, parseTarget } from '@go-actions/go-project';
import { parseGlob } from './rules/globs.ts';
import { parseRules } from './rules/rules.ts';

/** Entries between white space and commas; a comma inside of `{a,b}` belongs to the glob. */
const entries = (text: string): string[] => text.split(/[\s,]+(?![^{}]*\})/).filter(Boolean);

/** A revision reaches git as one argument: nothing in it may read as an option or a refspec. */
function parseRevision(text: string): string {
  if (/^-|[\s:\0]|\.\./.test(text)) throw new Error('expected one commit, branch or tag');
  return text;
}

function parseTargets(text: string) {
  // A comma may stand inside of a variant (`linux/arm/7,softfloat`), never in front of a new GOOS/GOARCH.
  const targets = text
    .split(/\s+/)
    .flatMap((word) => word.split(/,(?=[^,/]*\/)|^,+|,+$/))
    .filter(Boolean)
    .map(parseTarget);
  if (targets.length === 0) throw new Error('expected at least one GOOS/GOARCH such as "linux/amd64"');
  return [...new Map(targets.map((target) => [formatTarget(target), target])).values()];
}

const LAST_SUCCESS = 'last-success';

export const readInputs = (input: InputReader) => {
  const workingDirectory = input.text('working-directory') || '.';
  const select = input.choice('select', ['affected', 'all']);
  const base = input.parsedOptional('base', parseRevision);
  return {
    workingDirectory,
    everything: select === 'all',
    comparison: {
      base: base === LAST_SUCCESS ? undefined : base,
      lastSuccess: base === LAST_SUCCESS,
      head: input.parsedOptional('head', parseRevision),
      token: input.secret('token'),
      /** `owner/repo/.github/workflows/ci.yml@ref` of the calling workflow. */
      workflowRef: input.env('GITHUB_WORKFLOW_REF'),
    },
    rules: input.parsed('rules', parseRules),
    always: input.parsed('always', (text) => entries(text).map(parseGlob)),
    matrix: {
      maxShards: input.integer('max-shards', { min: 1, max: 256 }),
      targets: input.parsed('targets', parseTargets),
    },
    gowork: input.env('GOWORK'),
    cacheService: readServiceAddress(input),
  } as const;
};

export type Inputs = ReturnType<typeof readInputs>;
export type Comparison = Inputs['comparison'];
export type Matrix = Inputs['matrix'];
