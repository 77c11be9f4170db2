import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { inRoot, ROOT } from '../root.ts';
import type { Entry } from './entries.ts';

/**
 * Bundles entries with ncc into `outDir/<action>/`: each one minified ES module, its package.json and the licences of what is
 * inside; tells each one's end to `onBuilt`. The bytes do not depend on the folder, the time or earlier builds.
 */
export async function buildEntries(
  entries: readonly Entry[],
  outDir: string,
  onBuilt: (entry: Entry) => void,
): Promise<void> {
  const targets = new Map(entries.map((entry) => [targetOf(entry, outDir), entry]));
  const pairs = [...targets].flatMap(([target, entry]) => [sourceOf(entry), target]);
  await runChecked(process.execPath, [inRoot('tools/dist/bundle.ts'), ...pairs], {
    cwd: ROOT,
    timeoutMs: 600_000,
    onStdoutLine: (line) => {
      const entry = targets.get(line);
      if (entry) onBuilt(entry);
    },
  });
}

const sourceOf = ({ action, name }: Entry) => inRoot('actions', action, 'src', `${name}.ts`);
const targetOf = ({ action, name }: Entry, outDir: string) => join(outDir, action, `${name}.js`);
