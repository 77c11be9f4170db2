import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the list for later steps of the job into a folder of its own in the runner's temp folder. */
export async function writePackagesFile(temp: string, text: string): Promise<string> {
  const path = join(await mkdtemp(join(temp, 'change-plan-')), 'packages.txt');
  await writeFile(path, text);
  return path;
}
