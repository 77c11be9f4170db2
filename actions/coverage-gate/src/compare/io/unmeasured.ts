import { posix } from 'node:path';
import { isGenerated } from '@go-actions/go-project';
import type { PlaceInputs } from '../../inputs.ts';
import type { Project } from '../../project/io/project.ts';
import { SourceReader } from '../../source/io/source-reader.ts';
import { hasStatements } from '../../source/statements.ts';
import type { Change } from './change.ts';

const SHOWN = 5;
/** Folders whose files the go command builds for nobody here. */
const APART = /(^|\/)([._][^/]*|vendor|testdata)\//;

/**
 * A sentence about changed Go files with statements that the profile does not know, for which no minimum can speak: their
 * package did not run, or build tags leave them out. `undefined` when there is none. `known`: paths that are accounted for.
 */
export function describeUnmeasured(
  change: Change,
  known: ReadonlySet<string>,
  project: Project,
  place: PlaceInputs,
): string | undefined {
  const sources = new SourceReader(project.base);
  const isLeftOut = (path: string, source: Buffer) =>
    place.exclude(posix.relative(project.prefix, path)) ||
    (place.excludeGenerated && isGenerated(source.toString('utf8')));
  const within = project.prefix === '.' ? '' : `${project.prefix}/`;
  const files = ('paths' in change ? change.paths : []).filter((path) => {
    if (!/(?<!_test)\.go$/.test(path) || !path.startsWith(within) || known.has(path) || APART.test(path))
      return false;
    const source = sources.read(path);
    return source !== undefined && !isLeftOut(path, source) && hasStatements(source);
  });
  if (files.length === 0) return undefined;
  const shown = files.slice(0, SHOWN).join(', ');
  const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : '';
  return `Changed and not measured: ${shown}${more}; no package that was tested here is built from it`;
}
