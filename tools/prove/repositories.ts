import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { inRoot } from '../root.ts';
import { playRepository } from './repositories/play.ts';
import { type Row, renderCompatibility } from './repositories/table.ts';

/**
 * `npm run prove -- repositories [--write] [--kind WORDS] FOLDER …`: the root action on checkouts of other people's repositories,
 * under the strict runner, with nothing configured: its verdict, its total beside that of `go tool cover -func` for the same
 * tests, its findings beside those of `go vet` and golangci-lint, and the sentences that a user of it reads. `--write` renews
 * their rows in docs/compatibility.md, one after the other: what is done stays when the next one takes too long.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { write: { type: 'boolean', default: false }, kind: { type: 'string', default: '' } },
  });
  if (positionals.length === 0) {
    console.log('Name the folders of checkouts: npm run prove -- repositories ../chi ../fzf');
    return;
  }
  const rows: Row[] = [];
  for (const folder of positionals) {
    console.log(`${nameOf(folder)} ...`);
    const row = await playRepository(folder, { name: nameOf(folder), kind: values.kind });
    rows.push(row);
    console.log(JSON.stringify(row, null, 2));
    if (!values.write) continue;
    const page = inRoot('docs', 'compatibility.md');
    await writeFile(page, renderCompatibility([row], await readFile(page, 'utf8').catch(() => '')));
  }
  console.log(`\n${renderCompatibility(rows)}`);
  const differing = rows.filter((row) => row.total !== row.goTotal || row.findings !== row.bareFindings);
  if (differing.length > 0) {
    throw new ActionError(`Not as Go and the linters say: ${differing.map(({ name }) => name).join(', ')}.`);
  }
}

/** A bare mirror is a folder of its own name in one of the repository's. */
function nameOf(folder: string): string {
  const name = basename(folder) === 'repo' ? basename(dirname(folder)) : basename(folder);
  return name.replace('+', '/').replace(/\.git$/, '');
}
