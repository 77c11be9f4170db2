import { posix } from 'node:path';
import type { SquashMode } from '@go-actions/git-history';
import {
  discoverReleaseModules,
  type GoMod,
  type GoModule,
  parseGoMod,
  type Retract,
} from '@go-actions/go-project';
import { splitPath } from '../../go-rules/module-path.ts';
import type { Inputs } from '../../inputs.ts';
import { listTouching, readFileAt, readLog } from '../../source/io/history.ts';
import type { Source } from '../../source/io/source.ts';
import { type Reading, readCommits } from '../../version/bump.ts';
import { chooseRetractionSource } from '../../version/retractions.ts';
import type { Tag } from '../../version/tag.ts';

/** The inputs on which a plan depends. */
export type PlanChoices = Pick<Inputs, 'version' | 'policy' | 'build'>;

/** The modules of the commit as folders relative to the repository's root, and every folder that has a go.mod. */
export type Layout = { readonly modules: readonly GoModule[]; readonly boundaries: readonly string[] };

export function readLayout(source: Source, kind: Inputs['place']['kind']): Layout {
  return kind === 'go' ? discoverReleaseModules(source.root) : { modules: [], boundaries: [] };
}

/** The modules below `working-directory`, of which one may be released. */
export function listCandidates({ modules }: Layout, prefix: string): GoModule[] {
  return modules.filter(({ dir }) => prefix === '.' || dir === prefix || dir.startsWith(`${prefix}/`));
}

/** The folders below a module's own that belong to other modules. */
export function listInner(folder: string, { boundaries }: Layout): string[] {
  return boundaries.filter(
    (dir) => dir !== folder && dir !== '.' && (folder === '.' || dir.startsWith(`${folder}/`)),
  );
}

/** What the commits of a folder since a tag say. */
export async function readSince(
  source: Source,
  since: string | undefined,
  folder: string,
  layout: Layout,
  squash: SquashMode,
): Promise<Reading> {
  const [commits, touching] = await Promise.all([
    readLog(source.repository, source.commit, since),
    listTouching(source.repository, source.commit, since, folder, listInner(folder, layout)),
  ]);
  return readCommits(commits, { squash, ...(touching && { counts: (sha) => touching.has(sha) }) });
}

/** The retractions in force for a module: those in the go.mod of its highest version, which may be the one that is planned. */
export async function readRetractions(
  source: Source,
  module: GoModule | undefined,
  tagDir: string,
  planned: Tag | undefined,
): Promise<readonly Retract[]> {
  if (!module) return [];
  const major = splitPath(module.path)?.major;
  const fits = ({ version }: Tag) =>
    version.build === '' && (major === undefined ? version.major <= 1 : version.major === major);
  const own: Tag[] = source.tags.filter((tag) => tag.dir === tagDir && fits(tag));
  const highest = chooseRetractionSource(planned ? [...own, planned] : own);
  if (!highest || highest.name === planned?.name) return highest ? module.goMod.retract : [];
  return (await readReleasedGoMod(source, highest, module.dir))?.retract ?? [];
}

/** The go.mod that a tag has in a module's folder; `undefined` where there is none, or Go cannot read it either. */
export async function readReleasedGoMod(source: Source, tag: Tag, dir: string): Promise<GoMod | undefined> {
  const path = posix.join(dir, 'go.mod');
  const text = await readFileAt(source.repository, `refs/tags/${tag.name}`, path);
  try {
    return text === undefined ? undefined : parseGoMod(text);
  } catch {
    return undefined;
  }
}
