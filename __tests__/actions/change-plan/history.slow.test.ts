import { createProject, type Files } from '@go-actions/test-kit';
import { changedTests, readTestInputs } from '@go-actions/tools/prove/plan/oracle';
import { planAt } from '@go-actions/tools/prove/plan/planned';
import { expect, it } from 'vitest';
import { Random } from '../../packages/go-project/random.ts';

const SEED = 20261121;
const COMMITS = 7;

/** A fixed sample of `npm run prove -- plan`: a random module that changes at random; the compiler says which tests changed. */
it(`no test whose compiled inputs changed is missing from the plan (${COMMITS} random commits, seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const world = new World(random);
  await using project = await createProject(world.files(), { git: true });
  let before = await readTestInputs(project.dir);
  let [changed, selected, all] = [0, 0, 0];
  for (let i = 0; i < COMMITS; i++) {
    const what = [world.change(), world.change()].join(', ');
    const old = Object.keys(world.written);
    const files = world.files();
    const gone = Object.fromEntries(old.filter((path) => !(path in files)).map((path) => [path, null]));
    await project.commit(what, { ...files, ...gone });
    const after = await readTestInputs(project.dir);
    const plan = await planAt(project.dir, 'HEAD~1');
    const moved = changedTests(before, after);
    expect({ what, reason: plan.reason, missed: moved.filter((path) => !plan.runs(path)) }).toMatchObject({
      missed: [],
    });
    changed += moved.length;
    all += after.size;
    selected += [...after.keys()].filter(plan.runs).length;
    before = after;
  }
  // A plan of everything would miss nothing either.
  expect(changed).toBeGreaterThan(0);
  expect(selected).toBeLessThan(all * 0.8);
});

type Package = {
  imports: number[];
  testImports: number[];
  windows: number[];
  version: number;
  testVersion: number;
  asset: number;
  file: string;
};

/** Twelve packages; each imports only those in front of it, so that there is never a cycle. */
class World {
  written: Files = {};
  readonly #random: Random;
  readonly #packages: Package[] = [];

  constructor(random: Random) {
    this.#random = random;
    for (let i = 0; i < 12; i++) this.#add();
  }

  /** Makes one random change and says what it was. */
  change(): string {
    const at = this.#random.below(this.#packages.length);
    const pkg = this.#packages[at];
    if (!pkg) return 'nothing';
    const other = this.#random.below(Math.max(1, at));
    const what = this.#random.pick([
      'source',
      'test',
      'import',
      'test import',
      'windows',
      'asset',
      'rename',
      'package',
      'drop',
    ]);
    if (what === 'source') pkg.version += 1;
    else if (what === 'test') pkg.testVersion += 1;
    else if (what === 'import' && at > 0) pkg.imports = [...new Set([...pkg.imports, other])];
    else if (what === 'test import' && at > 0) pkg.testImports = [...new Set([...pkg.testImports, other])];
    else if (what === 'windows' && at > 0) pkg.windows = [...new Set([...pkg.windows, other])];
    else if (what === 'asset') pkg.asset += 1;
    else if (what === 'rename') pkg.file = `${pkg.file}x`;
    else if (what === 'package') this.#add();
    else pkg.imports = pkg.imports.slice(1);
    return `${what} of p${at}`;
  }

  files(): Files {
    const files: Record<string, string> = { 'go.mod': 'module m\n\ngo 1.24\n', 'README.md': '#\n' };
    for (const [i, pkg] of this.#packages.entries()) {
      files[`p${i}/${pkg.file}.go`] = source(
        'p',
        pkg.imports,
        `var V = ${pkg.version}\n\n//go:embed asset.*\nvar Asset string`,
      );
      files[`p${i}/asset.${pkg.asset % 3}`] = `${pkg.asset}\n`;
      files[`p${i}/p_test.go`] = source('p', pkg.testImports, `var t = ${pkg.testVersion}`);
      if (pkg.windows.length > 0) files[`p${i}/p_windows.go`] = source('p', pkg.windows, '');
    }
    this.written = files;
    return files;
  }

  #add(): void {
    const size = this.#packages.length;
    const some = () => (size > 0 && this.#random.chance(0.5) ? [this.#random.below(size)] : []);
    this.#packages.push({
      imports: some(),
      testImports: some(),
      windows: [],
      version: 0,
      testVersion: 0,
      asset: 0,
      file: 'p',
    });
  }
}

function source(name: string, imports: readonly number[], body: string): string {
  const lines = imports.map((n) => `import _ "m/p${n}"\n`).join('');
  return `package ${name}\n\nimport _ "embed"\n${lines}\n${body}\n`;
}
