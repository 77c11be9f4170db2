import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { inRoot } from '../root.ts';
import { playRepository } from './repositories/play.ts';
import { type Row, renderCompatibility } from './repositories/table.ts';

/**
 * `npm run prove -- repositories [--write] FOLDER …`: the root action on checkouts of other people's repositories, under the
 * strict runner, with nothing configured: its verdict, its total beside that of `go tool cover -func` for the same tests, its
 * vet findings beside those of `go vet`, and the first sentence that a user of it reads. `--write` renews docs/compatibility.md.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { write: { type: 'boolean', default: false } },
  });
  if (positionals.length === 0) {
    console.log('Name the folders of checkouts: npm run prove -- repositories ../chi ../fzf');
    return;
  }
  const rows: Row[] = [];
  for (const folder of positionals) {
    console.log(`${basename(folder)} ...`);
    const row = await playRepository(folder);
    rows.push(row);
    console.log(JSON.stringify(row, null, 2));
  }
  const page = renderCompatibility(rows);
  console.log(`\n${page}`);
  if (values.write) await writeFile(inRoot('docs', 'compatibility.md'), page);
  const differing = rows.filter((row) => row.total !== row.goTotal || row.vet !== row.goVet);
  if (differing.length > 0) {
    throw new ActionError(`Not as Go says: ${differing.map(({ name }) => name).join(', ')}.`);
  }
}
