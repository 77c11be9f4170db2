import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileAt } from '@go-actions/git-history';
import type { LintRun } from '../../run/context.ts';
import { openDisk } from '../../run/io/disk.ts';
import { runTool } from '../../run/io/processes.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { KnownBase } from './since.ts';

/**
 * The changed files that gofmt would change now, and would not have changed at the base. A line can do that to its
 * neighbours: a longer field moves the types of all others, which are then not formatted on lines that nobody touched.
 */
export async function findMisformatted(
  { checkout, context }: LintRun,
  { sha, change, renamed }: KnownBase,
  outcomes: readonly Outcome[],
): Promise<ReadonlySet<string>> {
  const { repository } = checkout;
  const misformatted = new Set<string>();
  for (const { check, module: name, findings } of outcomes) {
    const module = checkout.modules.find((one) => one.name === name);
    if (check !== 'fmt' || !repository || !module) continue;
    const files = new Set(findings.flatMap(({ file, rule }) => (file && rule === 'gofmt' ? [file] : [])));
    const changed = [...files].filter((file) => change.files.has(file) && !change.added.has(file));
    if (changed.length === 0) continue;
    await openDisk(checkout, module, context.temp).withScratch(async (scratch) => {
      for (const file of changed) {
        const before = await readFileAt(repository, sha, renamed.get(file) ?? file);
        if (before === undefined) continue;
        const path = join(scratch, 'before.go');
        await writeFile(path, before);
        const { code, stdout } = await runTool(context, module.gofmt, ['-l', path], { cwd: scratch });
        if (code === 0 && stdout.trim() === '') misformatted.add(file);
      }
    });
  }
  return misformatted;
}
