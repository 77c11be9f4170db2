import { readFile } from 'node:fs/promises';
import { formatPercent } from '../../actions/coverage-gate/src/count.ts';
import { coverFile } from '../../actions/coverage-gate/src/coverage.ts';
import { readProfile } from '../../actions/coverage-gate/src/io/profile-files.ts';
import { ProfileReader } from '../../actions/coverage-gate/src/profile.ts';

/** What `go tool cover -func` does, with our modules: profile and sources to one line a function. */
const reader = new ProfileReader();
await readProfile(reader, process.argv[2] ?? '', 'profile');
const { table } = reader;
const out: string[] = [];
for (const [id, ids] of table.idsByFile().entries()) {
  const name = table.files[id] ?? '';
  const path = name.replace('example.com/big/', '');
  const file = coverFile(table, ids, { name, path, source: await readFile(path) });
  for (const func of file.functions)
    out.push(`${name}:${func.startLine}:\t${func.name}\t${formatPercent(func.count)}`);
}
process.stdout.write(`${out.join('\n')}\n`);
