import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ActionError } from '@go-actions/action-kit';

type Module = { command: (args: string[]) => Promise<void> };

/** Runs `<folder>/<name>.ts` with the remaining arguments, or every file there, in order, when no name is given. */
export async function runByName(folder: string, kind: string, args: readonly string[]): Promise<void> {
  const names = (await readdir(folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();
  const [wanted, ...rest] = args;
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new ActionError(`Unknown ${kind} "${wanted}"; there are ${names.join(', ')}.`);
  }
  for (const name of wanted === undefined ? names : [wanted]) {
    console.log(`\n# ${kind} ${name}\n`);
    const module = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as Module;
    await module.command(rest);
  }
}
