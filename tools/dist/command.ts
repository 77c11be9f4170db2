import { rm, stat } from 'node:fs/promises';
import { ActionError, formatBytes } from '@go-actions/action-kit';
import { inRoot } from '../root.ts';
import { buildEntries } from './build.ts';
import { listActions, listEntries } from './entries.ts';
import { writeRecord } from './record.ts';

/** `npm run dist [-- action …]`: rebuilds the committed bundles, all of them or those of the named actions. */
export async function command(args: string[]): Promise<void> {
  const actions = await listActions();
  const unknown = args.filter((arg) => !actions.includes(arg));
  if (unknown.length > 0)
    throw new ActionError(`Unknown action ${unknown.join(', ')}; there are ${actions.join(', ')}.`);
  const wanted = (await listEntries()).filter((entry) => args.length === 0 || args.includes(entry.action));
  const wantedActions = [...new Set(wanted.map((entry) => entry.action))];
  for (const action of wantedActions) await rm(inRoot('dist', action), { recursive: true, force: true });
  await buildEntries(wanted, inRoot('dist'), () => undefined);
  await writeRecord(wantedActions);
  for (const { action, name } of wanted) {
    console.log(
      `dist/${action}/${name}.js  ${formatBytes((await stat(inRoot('dist', action, `${name}.js`))).size)}`,
    );
  }
}
