import { parseArgs } from 'node:util';
import { ActionError, formatBytes } from '@go-actions/action-kit';
import { createRandom } from './coverage/random.ts';
import { changeBytes } from './fuzz/change.ts';
import { listReaders, type Reader } from './fuzz/readers.ts';

/** What one document may take of a processor, so that a machine that does other work at the same time changes nothing. */
const SLOW_MS = 3_000;
/** What may be held after a reader's turn beyond what was held before it. */
const GROWTH_BYTES = 500_000_000;

/**
 * `npm run prove -- fuzz [--minutes 2] [--seed N] [--reader NAME]`: every reader of what strangers write, on damaged documents:
 * it reads them or refuses them in our words; it does not crash, hang or grow. A round is repeated by its seed.
 */
export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string' },
      reader: { type: 'string' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const readers = (await listReaders()).filter(({ name }) => !values.reader || name === values.reader);
  const share = (Number(values.minutes) * 60_000) / readers.length;
  const failed: string[] = [];
  console.log(`seed ${seed}, ${readers.length} readers`);
  for (const reader of readers) {
    const { rounds, refused, problems, grown } = fuzz(reader, seed, share);
    const shown = grown > 0 ? `, holds ${formatBytes(grown)} more` : '';
    console.log(
      `${reader.name.padEnd(22)} ${String(rounds).padStart(9)} documents, ${refused} refused${shown}`,
    );
    for (const problem of problems) console.log(`  FAILED  ${problem}`);
    failed.push(...problems.map((problem) => `${reader.name}: ${problem}`));
  }
  if (failed.length > 0) throw new ActionError(`Not proven:\n${failed.join('\n')}`);
}

function fuzz({ seeds, read }: Reader, seed: number, shareMs: number) {
  const until = Date.now() + shareMs;
  const held = process.memoryUsage().rss;
  const problems = new Map<string, string>();
  let rounds = 0;
  let refused = 0;
  for (const whole of seeds) {
    try {
      read(whole);
    } catch (error) {
      problems.set('seed', `refuses a whole document: ${(error as Error).message}`);
    }
  }
  for (; Date.now() < until && problems.size < 5; rounds++) {
    const random = createRandom(seed + rounds);
    const document = changeBytes(random.pick(seeds), random);
    const started = process.cpuUsage();
    try {
      read(document);
    } catch (error) {
      refused += 1;
      const { name, message } = error as Error;
      if (
        /^(Type|Range|Reference)Error$/.test(name) ||
        /Maximum call stack|Invalid array length/.test(message)
      )
        problems.set(
          `${name}: ${message.slice(0, 60)}`,
          `--seed ${seed + rounds}: ${name}: ${message.slice(0, 200)}`,
        );
    }
    const { user, system } = process.cpuUsage(started);
    const ms = (user + system) / 1_000;
    if (ms > SLOW_MS) problems.set('slow', `--seed ${seed + rounds}: took ${Math.round(ms)} ms`);
  }
  const grown = Math.max(0, process.memoryUsage().rss - held);
  if (grown > GROWTH_BYTES) problems.set('growth', `holds ${formatBytes(grown)} more than before`);
  return { rounds, refused, problems: [...problems.values()], grown };
}
