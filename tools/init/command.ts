import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import type { Facts } from './facts.ts';
import { compare, look } from './io/look.ts';
import { planFiles } from './plan.ts';
import type { PlannedFile } from './planned-file.ts';

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
    console.log(await show(facts, file));
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

/** The whole text of a new file, the difference to one of ours that is there. */
async function show({ workflows }: Facts, { path, text }: PlannedFile): Promise<string> {
  const present = workflows.find((workflow) => workflow.path === path)?.text;
  if (present === undefined) return `\n${text}`;
  return present === text ? '  - is there already, and the same' : `\n${await compare(path, present, text)}`;
}
