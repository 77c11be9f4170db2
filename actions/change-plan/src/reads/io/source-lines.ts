import { decodePath, GitError, type Repository, readGitBytes } from '@go-actions/git-history';
import type { PackageGraph } from '../../graph/graph.ts';
import { INCLUDE_LINES, INCLUDING } from '../../graph/includes.ts';
import { HINTS, hintsOf, type SourceLine } from '../claims.ts';
import { hintsOfGoRuns } from '../go-runs.ts';

/** The lines of tracked Go files that may name, walk or build what tests depend on, above all the given files. */
export function readHintLines(
  repo: Repository,
  changed: readonly string[],
  graph: PackageGraph,
): Promise<SourceLine[]> {
  const patterns = [...HINTS, ...hintsOf(changed), ...hintsOfGoRuns(graph)];
  return grep(repo, ['-F', '-f', '-'], ['*.go'], patterns.map((pattern) => `${pattern}\n`).join(''));
}

/** The lines by which C, assembly and cgo code pulls in other files. */
export function readIncludeLines(repo: Repository): Promise<SourceLine[]> {
  return grep(repo, ['-E', '-e', INCLUDE_LINES], INCLUDING);
}

/** The commands that `go generate` runs, and the lines by which files say that they are generated. */
export async function readGenerateLines(
  repo: Repository,
): Promise<{ generators: SourceLine[]; generated: Set<string> }> {
  const lines = await grep(
    repo,
    ['-E', '-e', '^//(go:generate[[:space:]]| Code generated .* DO NOT EDIT)'],
    ['*.go'],
  );
  const [generators = [], marks = []] = [true, false].map((command) =>
    lines.filter(({ text }) => text.startsWith('//go:generate') === command),
  );
  return { generators, generated: new Set(marks.map(({ file }) => file)) };
}

/** Lines of scripts in test data that start the go command: those of testscript, and those of a shell. */
export function readScriptLines(repo: Repository): Promise<SourceLine[]> {
  const lines = `(^|[[:space:];&|(])go[[:space:]]+(build|run|install|test|list|generate|vet|tool)[[:space:]]`;
  return grep(repo, ['-I', '-E', '-e', lines], [':(glob)**/testdata/**', ':(exclude,glob)**/*.go']);
}

/** Lines that declare contract and end-to-end tests, by their names and their build tags. */
export function readTestLines(repo: Repository): Promise<SourceLine[]> {
  const lines = String.raw`^func Test(Contract|E2E)|^//(go:build|[[:space:]]*\+build)[[:space:]].*(contract|e2e)`;
  return grep(repo, ['-E', '-e', lines], ['*_test.go']);
}

/**
 * `git grep` over the work tree. `--text`: what attributes call binary is compiled all the same. Exit code 1 says that nothing
 * matched. The output is `name NUL line LF`, again and again: a line ends at the first line break, a name, which may hold some, at its NUL.
 */
async function grep(
  repo: Repository,
  patterns: readonly string[],
  files: readonly string[],
  input?: string,
): Promise<SourceLine[]> {
  const args = [
    'grep',
    ...(patterns[0] === '-I' ? [] : ['--text']),
    '-z',
    '--no-color',
    '--full-name',
    ...patterns,
    '--',
    ...files,
  ];
  const bytes = await readGitBytes(repo, args, { fine: [0, 1], ...(input !== undefined && { input }) });
  const lines: SourceLine[] = [];
  for (let at = 0; at < bytes.length; ) {
    const nul = bytes.indexOf(0, at);
    const end = bytes.indexOf(10, nul);
    if (nul < 0 || end < 0) throw new GitError('failed', '`git grep` ended in the middle of a line.');
    const [file, text] = [bytes.subarray(at, nul), bytes.subarray(nul + 1, end)].map(decodePath);
    lines.push({ file: file ?? '', text: text ?? '' });
    at = end + 1;
  }
  return lines;
}
