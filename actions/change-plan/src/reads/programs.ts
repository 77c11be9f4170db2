import { posix } from 'node:path';
import type { PackageGraph, PackageNode } from '../graph/graph.ts';
import { readArguments } from './path-patterns.ts';

/** What the started program is built from: these packages, or any (`any`); undefined when it is none of the repository's. */
export type Built = ReadonlySet<string> | 'any' | undefined;

/** What starts a program, and which of its arguments names that; `os/exec` may be imported by another name (`osexec`). */
const CALLS =
  /\b(?:(?:\w*exec|icmd)\w*(?:\.New\(\))?\.(?:Run)?(Command|CommandContext)|os\.StartProcess|(?:syscall|unix)\.(?:Exec|ForkExec|StartProcess))\(|\bexec\.Cmd\{(?!\})/g;
/** Programs that build others, or run scripts that do; interpreters among them. */
const BUILDERS = new Set(
  [
    'make gmake mage task just bazel bazelisk nix cmake ninja earthly goreleaser ko skaffold tilt dagger gotestsum',
    'docker docker-compose podman buildah nerdctl',
    'npm npx node yarn pnpm bun deno python python3 pytest tox uv ruby rake perl php lua bats',
  ].flatMap((line) => line.split(' ')),
);
const SHELLS = new Set('sh bash dash zsh ksh ash fish cmd pwsh powershell'.split(' '));
/** A script that starts nothing but programs of the system has none of these. */
const SCRIPT_BUILDS = new RegExp(`(^|[\\s;&|(])(go|${[...BUILDERS].join('|')})\\s|\\.\\.?/|\\.sh\\b`);

/** What `git grep -F` looks for. */
export const PROGRAM_HINTS = [
  'exec.Command',
  'Exec.Command',
  'exec.New().Command',
  'icmd.',
  'exec.Cmd{',
  'StartProcess(',
  'syscall.Exec(',
  'unix.Exec(',
  'ForkExec(',
  'os.Executable(',
] as const;

/** Whether a file starts itself: what its variables name is that, then. */
export const startsItself = (text: string): boolean => /\bos\.(Executable\(|Args\[0\])/.test(text);

/** What the programs that a line of a test starts are built from; the go command is left to others. */
export function findBuilt(text: string, programs: ProgramNames, itself: boolean): Built[] {
  return [...text.matchAll(CALLS)].map((call) => {
    const rest = text.slice(call.index + call[0].length);
    const named = call[0].endsWith('{') ? readArguments(rest).map(pathField).find(Boolean) : undefined;
    const program = named ?? readArguments(rest)[call[1] === 'CommandContext' ? 1 : 0] ?? '';
    return judgeProgram(program, rest, programs, itself);
  });
}

/** The value of a field of `exec.Cmd`. */
const pathField = (field: string): string | undefined => /^Path:\s*(.+)$/.exec(field)?.[1];

function judgeProgram(program: string, rest: string, programs: ProgramNames, itself: boolean): Built {
  const names = literalsOf(program).map((name) => posix.basename(name).replace(/\.exe$/, ''));
  const known = names.flatMap((name) => programs.get(name) ?? []);
  if (known.length > 0) return new Set(known);
  if (!/^["`][^"`]*["`]$/.test(program)) return itself || startsItself(program) ? undefined : 'any';
  const [name = ''] = names;
  const [path = ''] = literalsOf(program);
  if (BUILDERS.has(name)) return 'any';
  if (SHELLS.has(name)) return judgeScript(rest.slice(program.length), programs);
  return path.includes('/') && !posix.isAbsolute(path) ? 'any' : undefined;
}

/** What a shell's arguments on the same line start; a script that is not there may be anything. */
function judgeScript(rest: string, programs: ProgramNames): Built {
  const words = literalsOf(rest).filter((word) => !/^[-/]\w+$/.test(word));
  if (words.length === 0 || words.some((word) => SCRIPT_BUILDS.test(word))) return 'any';
  const known = words.flatMap((word) => word.split(/[^\w.-]+/).flatMap((name) => programs.get(name) ?? []));
  return known.length > 0 ? new Set(known) : undefined;
}

export type ProgramNames = ReadonlyMap<string, readonly string[]>;

/** The main packages of the repository by the name that `go build` gives their program. */
export function nameProgramsOf({ packages }: PackageGraph): ProgramNames {
  const mains = [...packages.values()].filter(({ main, dir }) => main && dir !== undefined);
  const byName = Map.groupBy(mains, ({ path }) => posix.basename(path.replace(/\/v\d+$/, '')));
  return new Map([...byName].map(([name, nodes]) => [name, nodes.map(({ path }: PackageNode) => path)]));
}

const literalsOf = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`/g)].map((match) => match[1] ?? match[2] ?? '');
