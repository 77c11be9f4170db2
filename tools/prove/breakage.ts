import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionError, run, runChecked } from '@go-actions/action-kit';
import { inRoot, ROOT } from '../root.ts';

/** One way to break the repository, and the test that must notice it. */
type Break = {
  readonly name: string;
  readonly file: string;
  readonly edit: (text: string) => string;
  readonly test: string;
};

const BREAKS: readonly Break[] = [
  {
    name: 'a syntax error in a bundle',
    file: 'dist/lint-gate/index.js',
    edit: (text) => `}${text}`,
    test: '__tests__/dist',
  },
  {
    name: 'a stale bundle',
    file: 'actions/handoff/src/inputs.ts',
    edit: (text) => text.replace(/'put'/, "'putt'"),
    test: '__tests__/dist',
  },
  {
    name: 'an input removed from action.yml',
    file: 'actions/coverage-gate/action.yml',
    edit: (text) => text.replace(/^ {2}min-total:\n(?: {4}.*\n)+/m, ''),
    test: '__tests__/house/manifests.test.ts',
  },
  {
    name: 'an import that crosses a layer',
    file: 'packages/go-project/src/go-sum.ts',
    edit: (text) => `import '../../../actions/lint-gate/src/main.ts';\n${text}`,
    test: '__tests__/house/layers.test.ts',
  },
  {
    name: 'a pure module that reads a file',
    file: 'packages/go-project/src/go-sum.ts',
    edit: (text) => `import { readFileSync } from 'node:fs';\nexport const leak = readFileSync;\n${text}`,
    test: '__tests__/house/layers.test.ts',
  },
  {
    name: 'a ./ self reference in a workflow',
    file: '.github/workflows/go-ci.yml',
    edit: (text) => text.replace('uses: $/actions/change-plan', 'uses: ./actions/change-plan'),
    test: '__tests__/house/workflows',
  },
  {
    name: 'a with: key that is no input',
    file: '.github/workflows/go-ci.yml',
    edit: (text) =>
      text.replace('          select: ${{ inputs.select }}', '          selectt: ${{ inputs.select }}'),
    test: '__tests__/house/workflows',
  },
  {
    name: 'a gate that forgets a job',
    file: '.github/workflows/go-ci.yml',
    edit: (text) => text.replace(/ *&& \(needs\.lint\.result == 'success'.*\n/, ''),
    test: '__tests__/house/workflows',
  },
];

/** Breaks a copy of the repository in each of the ways above and shows that a test turns red; unbroken, the same tests are green. */
export async function command(): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'go-actions-breakage-'));
  try {
    await runChecked('git', ['clone', '--quiet', '--local', ROOT, copy]);
    await installDependencies(copy);
    let wrong = 0;
    const say = (name: string, red: boolean, expected: boolean) => {
      if (red !== expected) wrong += 1;
      console.log(`${red === expected ? 'ok   ' : 'WRONG'}  ${(red ? 'red' : 'green').padEnd(5)}  ${name}`);
    };
    for (const test of new Set(BREAKS.map((broken) => broken.test)))
      say(`unbroken: ${test}`, await isRed(copy, test), false);
    for (const { name, file, edit, test } of BREAKS) {
      const original = await readFile(join(copy, file), 'utf8');
      const broken = edit(original);
      if (broken === original) throw new ActionError(`The break "${name}" changes nothing in ${file}.`);
      await writeFile(join(copy, file), broken);
      say(name, await isRed(copy, test), true);
      await writeFile(join(copy, file), original);
    }
    if (wrong > 0) throw new ActionError(`${wrong} of the results differ from what they must be.`);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** A full installation of its own: bundles hold paths relative to node_modules, and our packages must be the copy's. */
async function installDependencies(copy: string): Promise<void> {
  await symlink(inRoot('.tools'), join(copy, '.tools'), 'dir');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await runChecked(npm, ['ci', '--prefer-offline', '--loglevel=error'], { cwd: copy, timeoutMs: 600_000 });
}

async function isRed(folder: string, test: string): Promise<boolean> {
  const vitest = inRoot('node_modules/vitest/vitest.mjs');
  const { code } = await run(process.execPath, [vitest, 'run', '--root', folder, test], {
    cwd: folder,
    timeoutMs: 580_000,
  });
  return code !== 0;
}
