import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { compare, look } from './io/look.ts';
import { type PlannedFile, planFiles } from './plan.ts';

const USAGE = 'Usage: npm run init -- FOLDER [--write] [--no-tests]';

/**
 * `npm run init -- ../my-service`: the workflow files that fit a Go repository. Runs its tests once, so that the minimums are
 * what they can be today; shows the files and why they are so; writes nothing without `--write`.
 */
export async function command(args: string[]): Promise<void> {
  const flags = args.filter((arg) => arg.startsWith('--'));
  const [argument, ...rest] = args.filter((arg) => !arg.startsWith('--'));
  if (!argument || rest.length > 0 || flags.some((flag) => !['--write', '--no-tests'].includes(flag)))
    throw new ActionError(USAGE);
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  const measure = !flags.includes('--no-tests');
  if (measure) console.log('Running the tests once, to see which minimum they meet today ...');
  const facts = await look(folder, measure);
  const root = resolve(
    folder,
    facts.workingDirectory === '.' ? '.' : facts.workingDirectory.replace(/[^/]+/g, '..'),
  );
  const write = flags.includes('--write');
  for (const file of planFiles(facts)) {
    console.log(`\n${file.path}`);
    for (const reason of file.reasons) console.log(`  - ${reason}`);
    console.log(await show(root, file));
    if (!write) continue;
    await mkdir(dirname(join(root, file.path)), { recursive: true });
    await writeFile(join(root, file.path), file.text);
  }
  console.log(
    write
      ? 'Written. Commit them in a branch, and open a pull request.'
      : 'Nothing was written: add --write.',
  );
}

/** The whole text of a new file, the difference to one that is there. */
async function show(root: string, { path, text }: PlannedFile): Promise<string> {
  const present = await readFile(join(root, path), 'utf8').catch(() => undefined); // a new file
  if (present === undefined) return `\n${text}`;
  if (present === text) return '  - is there already, and the same';
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-init-'));
  try {
    await writeFile(join(scratch, 'planned.yml'), text);
    return `\n${await compare(join(root, path), join(scratch, 'planned.yml'))}`;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
