import { readFile, writeFile } from 'node:fs/promises';
import { runChecked } from '@go-actions/action-kit';
import { listActions } from './dist/entries.ts';
import { parseManifest } from './readme/manifest.ts';
import { renderTables } from './readme/tables.ts';
import { inRoot, ROOT } from './root.ts';

/** `npm run fix`: formats, applies safe lint fixes, and renews the tables of the actions' READMEs. */
export async function command(): Promise<void> {
  const biome = inRoot('node_modules/@biomejs/biome/bin/biome');
  await runChecked(process.execPath, [biome, 'check', '--write', '.'], { cwd: ROOT });
  for (const action of await listActions()) {
    const path = inRoot('actions', action, 'README.md');
    const readme = await readFile(path, 'utf8');
    const renewed = renderTables(
      readme,
      parseManifest(await readFile(inRoot('actions', action, 'action.yml'), 'utf8')),
    );
    if (renewed === readme) continue;
    await writeFile(path, renewed);
    console.log(`renewed actions/${action}/README.md`);
  }
}
