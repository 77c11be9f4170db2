import { createProject, type Project } from '@go-actions/test-kit';
import { judge } from './differential.ts';
import { generatePackage } from './generate.ts';
import { askBruteForce, type Module, type PatchNumbers } from './patch-oracle.ts';
import { createRandom, type Random } from './random.ts';

type Options = {
  readonly rounds: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
};

/** What the rounds had in them: a proof over patches without statements would prove nothing. */
export type PatchComparison = {
  readonly edits: ReadonlyMap<string, number>;
  readonly files: number;
  readonly statements: number;
  readonly covered: number;
  readonly ranges: number;
  readonly problems: readonly string[];
};

const MODULES: readonly Module[] = [
  { path: 'example.com/patch', dir: '' },
  { path: 'example.com/patch/sub', dir: 'sub/' },
];

/**
 * Edits a repository of two modules at random, round after round, tests it with Go and holds coverage-gate's patch coverage
 * against brute force.
 */
export async function comparePatches({
  rounds,
  seed,
  say = () => undefined,
}: Options): Promise<PatchComparison> {
  await using project = await createProject(
    {
      'go.mod': `module ${MODULES[0]?.path}\n\ngo 1.23\n`,
      'sub/go.mod': `module ${MODULES[1]?.path}\n\ngo 1.23\n`,
      '.gitignore': '*.out\nreport-*\nsummary.md\n',
    },
    { git: true },
  );
  const random = createRandom(seed);
  const tree = new SourceTree(random);
  await project.write(tree.changes());
  let base = await project.commit('feat: start');
  const edits = new Map<string, number>();
  const sum = { files: 0, statements: 0, covered: 0, ranges: 0 };
  const problems: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const names = Array.from({ length: 2 + random.below(5) }, () => tree.edit());
    for (const name of names) edits.set(name, (edits.get(name) ?? 0) + 1);
    await project.write(tree.changes());
    // A change counts whether it is committed or only in the work tree.
    if (random.chance(0.5)) await project.git('add', '--all');
    else await project.commit('feat: more');
    const [ours, theirs] = await comparePatch(project, base);
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      problems.push(
        `round ${round} (${names.join(', ')}):\n  coverage-gate ${JSON.stringify(ours)}\n  brute force   ${JSON.stringify(theirs)}`,
      );
    sum.files += theirs.files.length;
    sum.statements += theirs.statements;
    sum.covered += theirs.covered;
    sum.ranges += theirs.files.reduce((count, file) => count + file.uncovered.length, 0);
    say(
      `round ${round}: ${names.join(', ')}: ${theirs.covered} of ${theirs.statements} in ${theirs.files.length} files`,
    );
    base = await project.commit('feat: the base of the next round');
  }
  return { edits, ...sum, problems };
}

async function comparePatch(project: Project, base: string): Promise<[PatchNumbers, PatchNumbers]> {
  const profiles: string[] = [];
  for (const [i, { dir }] of MODULES.entries()) {
    profiles.push(`module-${i}.out`);
    const profile = project.path(`module-${i}.out`);
    await project.exec('go', ['test', '-vet=off', '-ldflags=-s -w', `-coverprofile=${profile}`, './...'], {
      cwd: project.path(dir),
    });
  }
  const { patch } = await judge(project, 'local', { profiles: '*.out', base });
  if (!('files' in patch)) throw new Error(`coverage-gate found no patch: ${patch.reason}`);
  const { covered, statements } = patch;
  const files = patch.files
    .map(({ path, count, uncovered }) => ({ path, count, uncovered }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return [{ covered, statements, files }, await askBruteForce(project, base, profiles, MODULES)];
}

type Package = { dir: string; file: string; source: string; tests: string; readonly assembly: boolean };

/** Packages that edits keep compiling. */
class SourceTree {
  readonly #random: Random;
  readonly #packages: Package[] = [];
  #written = new Set<string>();
  #fresh = 0;

  constructor(random: Random) {
    this.#random = random;
    for (const dir of ['', '', 'sub/']) this.#add(dir);
    this.#packages.push(this.#make('sub/keep'));
  }

  /** What to write, and (`null`) what to remove, since the last time. */
  changes(): Record<string, string | null> {
    const files: Record<string, string | null> = {};
    for (const path of this.#written) files[path] = null;
    this.#written = new Set();
    for (const { dir, file, source, tests, assembly } of this.#packages) {
      const texts = { [file]: source, 'code_test.go': tests, ...(assembly ? { 'empty.s': '' } : {}) };
      for (const [name, text] of Object.entries(texts)) {
        files[`${dir}/${name}`] = text;
        this.#written.add(`${dir}/${name}`);
      }
    }
    return files;
  }

  /** One edit at random; its name. */
  edit(): string {
    const random = this.#random;
    const pkg = random.pick(this.#packages);
    switch (random.below(14)) {
      case 0:
        this.#add(random.pick(['', 'sub/']));
        return 'new package';
      case 1:
        if (this.#packages.length > 3 && pkg.dir !== 'sub/keep')
          this.#packages.splice(this.#packages.indexOf(pkg), 1);
        return 'deleted package';
      case 2:
        pkg.file = pkg.file === 'code.go' ? 'with space.go' : 'code.go';
        return 'renamed file';
      case 3:
        if (pkg.dir !== 'sub/keep') pkg.dir = `${random.pick(['', 'sub/'])}moved${this.#next()}`;
        return 'moved package';
      case 4:
        return this.#moveFunctions(pkg);
      case 5:
        return this.#deleteFunction(pkg);
      case 6:
        pkg.source = pkg.source.replaceAll(/^(\t+x \+= )\d+/gm, (line: string, start: string) =>
          random.chance(0.5) ? `${start}${random.below(1_000)}` : line,
        );
        return 'changed lines';
      default:
        this.#addLines(pkg);
        return 'new lines';
    }
  }

  #add(where: string): void {
    this.#packages.push(this.#make(`${where}p${this.#next()}`));
  }

  #make(dir: string): Package {
    const { files } = generatePackage('p', createRandom(this.#random.below(1_000_000)));
    return {
      dir,
      file: 'code.go',
      source: files['code.go'] ?? '',
      tests: files['code_test.go'] ?? '',
      assembly: 'empty.s' in files,
    };
  }

  #moveFunctions(pkg: Package): string {
    const [head = '', ...rest] = declarations(pkg.source);
    const [moved] = rest.splice(this.#random.below(rest.length), 1);
    if (moved) rest.splice(this.#random.below(rest.length + 1), 0, moved);
    pkg.source = [head, ...rest].join('');
    return 'moved function';
  }

  #deleteFunction(pkg: Package): string {
    const parts = declarations(pkg.source);
    if (parts.length < 3) return 'nothing';
    const [deleted = ''] = parts.splice(1 + this.#random.below(parts.length - 1), 1);
    pkg.source = parts.join('');
    for (const [, name = ''] of deleted.matchAll(/^(?:func|var|type) ([\p{L}_]+\d+)/gmu))
      pkg.tests = pkg.tests.replaceAll(new RegExp(`^\\t_ = (\\(&)?${name}[({].*\\n`, 'gmu'), '');
    return 'deleted function';
  }

  #addLines(pkg: Package): void {
    const random = this.#random;
    const lines = pkg.source.split('\n');
    const places = lines.flatMap((line, i) => (/^\t+(x\+\+|x--|return x|x \+= \d)/.test(line) ? [i] : []));
    if (places.length === 0) return;
    const at = random.pick(places);
    const end = pkg.source.includes('\r\n') ? '\r' : '';
    const added = random.pick([
      ['\t_ = x'],
      ['\t// only a remark'],
      ['', '\tif x > 3 {', '\t\t_ = x', '\t} else {', '\t\t_ = 2', '\t}'],
      ['\t_ = `raw', '', '// text`'],
      ['\tx++; if x > 5 { _ = 1 }; x--', ''],
      ['\tfunc() {', '\t\t_ = "a"', '', '\t\t/* b', '\t\t*/', '\t\t_ = "c"', '\t}()'],
    ]);
    lines.splice(at, 0, ...added.map((line) => line + end));
    pkg.source = lines.join('\n');
  }

  #next(): number {
    this.#fresh += 1;
    return this.#fresh;
  }
}

/** The package clause with what stands before it, then a part for each declaration; a type comes with its method. */
function declarations(source: string): string[] {
  return source.split(/(?=^(?:func (?!\(t )|var |type ))/m);
}
