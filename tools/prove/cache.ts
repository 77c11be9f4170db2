import { parseArgs } from 'node:util';
import { ActionError, formatDuration } from '@go-actions/action-kit';
import { proveArchives } from './cache/archives.ts';
import { proveBinaries } from './cache/binaries.ts';
import { proveKills } from './cache/kills.ts';
import { proveMutations } from './cache/mutations.ts';
import { proveTroubles } from './cache/troubles.ts';
import { offerLinters } from './lint/linters.ts';

const VERSIONS = ['go1.24.4', 'go1.26.8', 'go1.27.3'];

type Settings = {
  readonly seed: number;
  readonly edits: number;
  readonly together: number;
  readonly kills: number;
};
type Counts = [edits: number, together: number, kills: number];
type Result = { readonly line: string; readonly problems: readonly string[] };

/** Each proof by name; its line says what was compared, and how much of it. */
const PROOFS: Readonly<Record<string, (go: string, settings: Settings) => Promise<Result>>> = {
  binaries: async (go, { seed }) => {
    const { bytes, problems } = await proveBinaries(go, seed);
    return { line: `a program of ${bytes} bytes is the one that an empty build cache gives`, problems };
  },
  mutations: async (go, { seed, edits, together }) => {
    const options = { seed, edits, together, say: console.log };
    const { ran, cached, needless, problems } = await proveMutations(go, options);
    return {
      line: `${edits} edits: ${ran} test binaries ran, ${cached} were (cached), ${needless} ran needlessly (what they read lies outside of their module)`,
      problems,
    };
  },
  archives: async (go, { seed }) => {
    const { archives, whole, loud, linters, problems } = await proveArchives(go, seed);
    const cut = archives - whole;
    return { line: `${loud} of ${cut} cut archives make a link fail and say why; ${linters}`, problems };
  },
  kills: async (go, { seed, kills }) => {
    const { late, problems } = await proveKills(go, { seed, kills, say: console.log });
    return {
      line: `killed at ${kills} moments (${late} of them after the end): every next job is right`,
      problems,
    };
  },
  troubles: async (go, { seed }) => {
    const { rows, problems } = await proveTroubles(go, { seed, say: console.log });
    return { line: rows.join('; '), problems };
  },
};

/**
 * `npm run prove -- cache [proof …] [--seed N] [--go go1.26.8,…] [--edits 67] [--together 1] [--kills 24]`: setup-go-cache over a module
 * of which everything shows itself, on fresh runners over a local cache service, under each Go: programs byte for byte,
 * size-neutral edits, archives without object code, kills at any moment, and trouble around the job. The standard library is
 * compiled once for each Go, into `.prove/`. It runs the committed bundle: `npm run dist` first after a change.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      go: { type: 'string' },
      edits: { type: 'string', default: '67' },
      together: { type: 'string', default: '1' },
      kills: { type: 'string', default: '24' },
    },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(PROOFS, name));
  if (unknown.length > 0)
    throw new ActionError(`Unknown part ${unknown.join(', ')}; there are ${Object.keys(PROOFS).join(', ')}.`);
  const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000);
  const [edits, together, kills] = [values.edits, values.together, values.kills].map(Number) as Counts;
  const settings = { seed, edits, together, kills };
  const versions = values.go?.split(',') ?? VERSIONS;
  await offerLinters();
  console.log(`seed ${seed}, ${versions.join(', ')}\n`);
  const problems: string[] = [];
  for (const go of versions) {
    for (const [name, prove] of Object.entries(PROOFS)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      const started = Date.now();
      const result = await prove(go, settings);
      problems.push(...result.problems);
      const duration = formatDuration(Date.now() - started).padStart(9);
      console.log(`${go.padEnd(9)} ${name.padEnd(9)} ${duration}  ${result.line}`);
      for (const problem of result.problems.slice(0, 10)) console.log(`  FAILED ${problem}`);
    }
  }
  if (problems.length > 0)
    throw new ActionError(`${problems.length} proofs failed; repeat with --seed ${seed}.`);
}
