import { counted } from '@go-actions/action-kit';
import { readFileAt } from '@go-actions/git-history';
import { isGenerated } from '@go-actions/go-project';
import type { BlockTable } from '../../profile/block-table.ts';
import type { Project } from '../../project/io/project.ts';
import type { FileCoverage } from '../../source/file-coverage.ts';
import { SourceReader } from '../../source/io/source-reader.ts';
import type { Change, ChangedLines } from './change.ts';

/** More changed files that are generated are not a person's work. */
const MOST = 50;

/**
 * A sentence about what the change itself takes out of the numbers, so that nobody has to find it in the diff: changed
 * statements behind a `//coverage:ignore`, and files that say now, and did not say before, that they are generated.
 */
export async function describeLeftOut(
  change: Change,
  table: BlockTable,
  { files, excluded }: { readonly files: readonly FileCoverage[]; readonly excluded: readonly string[] },
  project: Project,
): Promise<string | undefined> {
  if (!('paths' in change)) return undefined;
  const ignored = files.reduce((sum, file) => sum + countIgnored(table, file, change.lines), 0);
  const generated = await listNewlyGenerated(change, excluded, project);
  const parts = [
    ...(ignored > 0 ? [`${counted(ignored, 'changed statement')} by \`//coverage:ignore\``] : []),
    ...(generated.length > 0 ? [`${generated.join(', ')} as generated, which the base does not say`] : []),
  ];
  return parts.length > 0 ? `Left out by this change: ${parts.join('; ')}` : undefined;
}

function countIgnored(
  table: BlockTable,
  { path, ignoredBlocks }: FileCoverage,
  changed: ChangedLines,
): number {
  const ranges = ignoredBlocks.size > 0 ? (changed.get(path) ?? []) : [];
  let statements = 0;
  for (const id of ignoredBlocks) {
    const [first, last] = [table.startLine[id] ?? 0, table.endLine[id] ?? 0];
    if (ranges.some(({ start, end }) => start <= last && first <= end)) statements += table.numStmt[id] ?? 0;
  }
  return statements;
}

async function listNewlyGenerated(
  { base, paths }: Extract<Change, { paths: unknown }>,
  excluded: readonly string[],
  { base: root, repository }: Project,
): Promise<string[]> {
  if (!repository) return [];
  const sources = new SourceReader(root);
  const now = new Set(excluded);
  const candidates = paths.filter((path) => now.has(path) && says(sources.read(path))).slice(0, MOST);
  const newly = await Promise.all(
    candidates.map(async (path) => {
      const before = await readFileAt(repository, base, path);
      return before !== undefined && !says(before);
    }),
  );
  return candidates.filter((_, i) => newly[i]);
}

const says = (source: Buffer | undefined): boolean =>
  source !== undefined && isGenerated(source.toString('utf8'));
