import { readFile, writeFile } from 'node:fs/promises';
import { inRoot } from '../root.ts';
import { listActions } from './entries.ts';
import { digestBundles, digestSources } from './sources.ts';

/** Of each action: digests of the sources that its committed bundles were built from, and of these bundles. */
export type DistRecord = Readonly<Record<string, { readonly sources: string; readonly bundles: string }>>;

export const RECORD = 'record.json';
const path = inRoot('dist', RECORD);

export async function readRecord(): Promise<DistRecord> {
  return JSON.parse(await readFile(path, 'utf8')) as DistRecord;
}

/** Writes down the actions that were just built; keeps the lines of the others. */
export async function writeRecord(built: readonly string[]): Promise<void> {
  const before = await readRecord().catch((): DistRecord => ({})); // the first one
  const lines = (await listActions()).map(async (action) => [
    action,
    built.includes(action) || !before[action]
      ? { sources: await digestSources(action), bundles: await digestBundles(action) }
      : before[action],
  ]);
  await writeFile(path, `${JSON.stringify(Object.fromEntries(await Promise.all(lines)), null, 2)}\n`);
}

/** The actions whose sources or bundles are not those of the record. */
export async function listUnrecorded(record: DistRecord): Promise<string[]> {
  const unrecorded = [];
  for (const action of await listActions()) {
    const known = record[action];
    const [sources, bundles] = [await digestSources(action), await digestBundles(action)];
    if (known?.sources !== sources || known.bundles !== bundles) unrecorded.push(action);
  }
  return unrecorded;
}
