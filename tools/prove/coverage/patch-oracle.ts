import { readFile } from 'node:fs/promises';
import { ActionError } from '@go-actions/action-kit';
import type { Project } from '@go-actions/test-kit';
import { inRoot } from '../../root.ts';

/** Coverage of changed lines as coverage-gate's JSON report has it, for files with at least one changed line of code. */
export type PatchNumbers = {
  readonly covered: number;
  readonly statements: number;
  readonly files: readonly {
    readonly path: string;
    readonly count: { readonly covered: number; readonly statements: number };
    readonly uncovered: readonly { readonly start: number; readonly end: number }[];
  }[];
};

/** A module of the repository: `path` is in its go.mod, `dir` is `''` or ends in a slash. */
export type Module = { readonly path: string; readonly dir: string };

type Block = { readonly from: Place; readonly to: Place; readonly statements: number; count: number };
type Place = readonly [line: number, column: number];
type Token = readonly [line: number, column: number, lastLine: number];

/**
 * The patch coverage of the work tree against `base`, found without any of coverage-gate's code and without any cleverness:
 * git's diff is read by its first column and checked against both texts, tokens come from Go's own scanner, and every line is
 * held against every block and every token.
 */
export async function askBruteForce(
  project: Project,
  base: string,
  profiles: readonly string[],
  modules: readonly Module[],
): Promise<PatchNumbers> {
  const changed = await markChangedLines(project, base);
  const blocks = new Map<string, Map<string, Block>>();
  for (const profile of profiles) readBlocks(await project.read(profile), modules, blocks);
  const paths = [...changed.keys()].filter((path) => blocks.has(path)).sort();
  const tokens = await scanTokens(project, paths);
  const files = paths.flatMap((path, i) => {
    const file = judgeFile(changed.get(path) ?? [], [...(blocks.get(path)?.values() ?? [])], tokens[i] ?? []);
    return file.count.statements > 0 ? [{ path, ...file }] : [];
  });
  return {
    covered: files.reduce((sum, file) => sum + file.count.covered, 0),
    statements: files.reduce((sum, file) => sum + file.count.statements, 0),
    files,
  };
}

/** A unit is a changed line and a block that has a token there. */
function judgeFile(changed: readonly number[], blocks: readonly Block[], tokens: readonly Token[]) {
  const unitsOn = (line: number) =>
    blocks.filter(
      (block) =>
        block.statements > 0 &&
        tokens.some(
          ([first, column, last]) =>
            first <= line &&
            line <= last &&
            !isBefore([first, column], block.from) &&
            isBefore([first, column], block.to),
        ),
    );
  let covered = 0;
  let statements = 0;
  const uncovered: { start: number; end: number }[] = [];
  for (const line of changed) {
    const units = unitsOn(line);
    const missed = units.filter((block) => block.count === 0).length;
    statements += units.length;
    covered += units.length - missed;
    if (missed === 0) continue;
    const last = uncovered.at(-1);
    const between = last ? Array.from({ length: line - last.end - 1 }, (_, i) => last.end + 1 + i) : [];
    // Up to three lines without code do not divide a range.
    if (last && between.length <= 3 && between.every((bare) => unitsOn(bare).length === 0)) last.end = line;
    else uncovered.push({ start: line, end: line });
  }
  return { count: { covered, statements }, uncovered };
}

const isBefore = (a: Place, b: Place) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

function readBlocks(
  profile: string,
  modules: readonly Module[],
  into: Map<string, Map<string, Block>>,
): void {
  for (const text of profile.split('\n').slice(1)) {
    if (text === '') continue;
    const match = /^(.+):((\d+)\.(\d+),(\d+)\.(\d+) (\d+)) (\d+)$/.exec(text);
    if (!match) throw new Error(`no line of a profile: ${text}`);
    const [, name = '', key = '', ...numbers] = match;
    const [l0 = 0, c0 = 0, l1 = 0, c1 = 0, statements = 0, count = 0] = numbers.map(Number);
    const module = modules
      .filter(({ path }) => name.startsWith(`${path}/`))
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (!module) throw new Error(`${name} is in no module`);
    const path = module.dir + name.slice(module.path.length + 1);
    const blocks = into.get(path) ?? new Map<string, Block>();
    into.set(path, blocks);
    const block = blocks.get(key) ?? { from: [l0, c0], to: [l1, c1], statements, count: 0 };
    blocks.set(key, { ...block, count: block.count + count });
  }
}

/** The new side's lines that git's diff marks with `+`. What is not marked must be the same text on both sides, or git was misread. */
async function markChangedLines(project: Project, base: string): Promise<Map<string, number[]>> {
  const diff = await project.git('-c', 'core.quotePath=false', 'diff', '-U0', '-M', base, '--', '*.go');
  const marked = new Map<string, number[]>();
  for (const part of diff.split(/^(?=diff --git )/m)) {
    const oldPath = /^--- a\/(.+?)\t?$/m.exec(part)?.[1];
    const newPath = /^\+\+\+ b\/(.+?)\t?$/m.exec(part)?.[1];
    if (newPath === undefined) continue; // a deletion, or a rename without a change
    const added: number[] = [];
    const removed: number[] = [];
    let [oldLine, newLine] = [0, 0];
    for (const line of part.slice(part.indexOf('\n@@ ') + 1).split('\n')) {
      const hunk = /^@@ -(\d+)\S* \+(\d+)/.exec(line);
      if (hunk) [oldLine, newLine] = [Number(hunk[1]), Number(hunk[2])];
      else if (line.startsWith('-')) removed.push(oldLine++);
      else if (line.startsWith('+')) added.push(newLine++);
    }
    const before = oldPath === undefined ? '' : await project.exec('git', ['show', `${base}:${oldPath}`]);
    const after = await readFile(project.path(newPath), 'utf8');
    if (without(before, removed) !== without(after, added))
      throw new ActionError(`The diff of ${newPath} does not lead from one text to the other.`);
    marked.set(newPath, added);
  }
  return marked;
}

function without(text: string, lines: readonly number[]): string {
  const gone = new Set(lines);
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  return all.filter((_, i) => !gone.has(i + 1)).join('\n');
}

async function scanTokens(project: Project, paths: readonly string[]): Promise<Token[][]> {
  if (paths.length === 0) return [];
  const program = inRoot('tools/prove/coverage/tokens.go');
  // Without the dashes go would take the files for parts of the program.
  const out = await project.exec('go', ['run', program, '--', ...paths]);
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Token[]);
}
