import type { Random } from './random.ts';

type Line = (random: Random) => string;

const path: Line = (r) =>
  r.pick(['a.b/c', '"a.b/c"', 'x', 'gopkg.example/y', './p', '"a b"', '`q`', '日本/x', '..', '"\\u0061"']);
const version: Line = (r) =>
  r.pick([
    'v1.2.3',
    'v0.1',
    '"v1.0.0"',
    'v1.0.0-rc.1',
    'v0.0.0-20200101000000-abcdefabcdef',
    'v1+meta',
    'v1.0.0+x',
    'main',
  ]);
const comment: Line = (r) =>
  r.pick(['', '', ' // indirect', '// indirect; x', ' // see https://x', ' //', ' /* x */']);
const entries: Record<string, Line> = {
  require: (r) => `${path(r)} ${version(r)}`,
  exclude: (r) => `${path(r)} ${version(r)}`,
  replace: (r) =>
    `${path(r)}${r.chance(0.3) ? ` ${version(r)}` : ''} => ${path(r)}${r.chance(0.5) ? ` ${version(r)}` : ''}`,
  retract: (r) =>
    r.chance(0.5) ? version(r) : `[${version(r)},${version(r)}${r.pick([']', ' ]', '', ')'])}`,
  tool: path,
  ignore: path,
  use: path,
  godebug: (r) => r.pick(['a=b', 'a', 'a=b=c', 'a="b"']),
};
export const MOD_LINES = ['require', 'exclude', 'replace', 'retract', 'tool', 'ignore', 'godebug'] as const;
export const WORK_LINES = ['use', 'replace', 'godebug'] as const;

/** Mostly valid files: a refused line hides all the others from the comparison. */
export function randomFile(random: Random, verbs: readonly [string, ...string[]]): string {
  const newline = random.pick(['\n', '\n', '\r\n']);
  const lines = [random.pick(['go 1.26', 'go 1.24.1', ''])];
  for (let i = random.below(4); i >= 0; i--) {
    const verb = random.pick(verbs);
    const entry = () =>
      `${calm(random, entries[verb] ?? path)}${random.chance(0.4) ? calm(random, comment) : ''}`;
    if (random.chance(0.5)) lines.push(`${verb} ${entry()}`);
    else lines.push(`${verb} (`, ...Array.from({ length: random.below(4) }, () => `\t${entry()}`), ')');
    if (random.chance(0.2)) lines.push('// a comment', '');
  }
  return lines.join(newline) + random.pick([newline, '']);
}

/** Draws again most of the times when a drawn piece holds something that Go refuses. */
function calm(random: Random, line: Line): string {
  const drawn = line(random);
  return /`|main|\/\*|\)$|"b"/.test(drawn) && random.chance(0.9) ? line(random) : drawn;
}
