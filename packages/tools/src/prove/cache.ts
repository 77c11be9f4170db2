import { parseArgs } from 'node:util';
import { ActionError, formatDuration } from '@go-actions/action-kit';
import { proveMutations } from './cache/mutations.ts';

const VERSIONS = ['go1.24.4', 'go1.26.8', 'go1.27.3'];

export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      go: { type: 'string', multiple: true },
      edits: { type: 'string', default: '67' },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000);
  for (const version of values.go ?? VERSIONS) {
    const started = Date.now();
    const result = await proveMutations(version, { edits: Number(values.edits), seed, say: console.log });
    console.log(result, formatDuration(Date.now() - started));
    if (result.problems.length > 0) throw new ActionError('problems');
  }
}
