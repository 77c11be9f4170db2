import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ActionError } from '@go-actions/action-kit';
import { inRoot, ROOT } from '../../root.ts';

/** A mutant may loop for ever: its tests take seconds. */
const SILENCE_MS = 60_000;

type Line = { ready?: boolean; trying?: number; number?: number; survived?: boolean };

/** The numbers of those that no test noticed. A mutant that ends the worker, or keeps it busy for ever, was noticed. */
export async function tryMutants(
  source: string,
  tests: readonly string[],
  numbers: readonly number[],
): Promise<number[]> {
  const left = new Set(numbers);
  const survived: number[] = [];
  while (left.size > 0) {
    const before = left.size;
    const args = [
      inRoot('tools/cli.ts'),
      'prove',
      'mutants',
      '--serve',
      source,
      [...left].join(','),
      ...tests,
    ];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
    let timer = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
    let trying: number | undefined;
    for await (const text of createInterface({ input: child.stdout })) {
      if (!text.startsWith('@{')) continue;
      const line = JSON.parse(text.slice(1)) as Line;
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
      if (line.ready === false) throw new ActionError(`${tests.join(' ')} is red without any mutant.`);
      trying = line.trying ?? trying;
      if (line.number === undefined) continue;
      left.delete(line.number);
      if (line.survived) survived.push(line.number);
    }
    clearTimeout(timer);
    if (trying !== undefined) left.delete(trying);
    if (left.size === before) throw new ActionError(`The tests of ${source} could not be started.`);
  }
  return survived;
}
