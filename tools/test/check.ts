import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { inRoot, ROOT } from '../root.ts';
import { formatStage, runStages, typesStage, vitestStage } from './stages.ts';

/** A test file that runs whole actions, other Go versions or built tools, or that lives where only such tests live. */
const SLOW = /\b(runAction|startJob|startRegistry|ensureGoTool|needGoTool|GOTOOLCHAIN|buildEntries)\b/;
const SLOW_FOLDERS = /^__tests__\/(dist|e2e)\//;

/** `npm run check`: the fast half of `npm test`; changes nothing. */
export async function command(args: string[]): Promise<void> {
  const slow = (await listSlow()).flatMap((file) => ['--exclude', file]);
  await runStages([
    [formatStage, typesStage],
    [vitestStage('Unit and house tests (vitest)', [...slow, ...args])],
  ]);
}

async function listSlow(): Promise<string[]> {
  const entries = await readdir(inRoot('__tests__'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'));
  const judged = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(ROOT, path).replaceAll('\\', '/');
      return SLOW_FOLDERS.test(name) || SLOW.test(await readFile(path, 'utf8')) ? name : undefined;
    }),
  );
  return judged.filter((name) => name !== undefined);
}
