import { posix } from 'node:path';
import type { GoModule } from '@go-actions/go-project';
import { makeTag, type Tag } from '../version/tag.ts';
import { formatVersion } from '../version/version.ts';
import type { Breach } from './breach.ts';
import { judgePath, splitPath } from './module-path.ts';
import { parsePseudoVersion } from './pseudo-version.ts';
import { releaseFolder } from './repository-path.ts';
import type { ModuleFile } from './zip-rules.ts';

/**
 * The module that a tag releases by the rules of go.dev/ref/mod ("Mapping versions to commits"): its folder, or a `v2` folder
 * in it. A `v2` folder has no tags of its own: Go looks for `v2.0.0`, and never for `v2/v2.0.0`.
 */
export function findTaggedModule({ dir, version }: Tag, modules: readonly GoModule[]): GoModule | undefined {
  const own = modules.filter((module) => releaseFolder(module) === dir);
  const major = version.major >= 2 ? version.major : undefined;
  const majorFolder = major === undefined ? undefined : posix.join(dir, `v${major}`);
  return (
    own.find((module) => splitPath(module.path)?.major === major) ??
    modules.find((module) => module.dir === majorFolder) ??
    own.find((module) => module.dir === dir)
  );
}

/** Go reads the go.mod of a commit as git keeps it: of a symbolic link that is the name of another file. */
export function judgeGoMod({ dir }: GoModule, files: readonly ModuleFile[]): Breach[] {
  if (files.some(({ path }) => path === 'go.mod')) return [];
  return [
    {
      rule: 'go.mod',
      found: `${posix.join(dir, 'go.mod')} is no regular file of the commit (a symbolic link?), and Go does not follow links there`,
      remedy: 'Commit the file itself.',
    },
  ];
}

/** What Go has against a tag for the module that was found for it. */
export function judgeTag(tag: Tag, module: GoModule | undefined, modules: readonly GoModule[]): Breach[] {
  const pseudo = judgePseudo(tag);
  if (!module) return [...pseudo, describeMissing(tag, modules)];
  // Go asks for one path in two places alone: the folder of the tags and a `v2` folder in it.
  const twins = modules.filter(
    (other) => other.path === module.path && releaseFolder(other) === releaseFolder(module),
  );
  return [
    ...pseudo,
    ...judgePath(tag.version, module.path),
    ...(twins.length > 1 ? [describeTwins(twins)] : []),
  ];
}

function judgePseudo({ name, version }: Tag): Breach[] {
  if (!parsePseudoVersion(formatVersion(version))) return [];
  return [
    {
      rule: 'pseudo-version',
      found: `${name} has the form of a pseudo-version, which Go makes of commits by itself: it ignores such tags`,
      remedy: 'Tag a version without a time and a commit in it, such as a prerelease `-rc.1`.',
    },
  ];
}

function describeMissing(tag: Tag, modules: readonly GoModule[]): Breach {
  const tags = modules.map((module) => makeTag(releaseFolder(module), tag.version).name);
  const known = `Tags of the modules here look like ${[...new Set(tags)].slice(0, 8).join(', ')}.`;
  if (tag.dir === '.') {
    return {
      rule: 'phantom root',
      found: `${tag.name} is a tag of the root, and the root has no go.mod: Go would make up a module without content`,
      remedy: known,
    };
  }
  return {
    rule: 'tag prefix',
    found: `${tag.name} is a tag for ${tag.dir}/, and there is no module`,
    remedy: known,
  };
}

function describeTwins(twins: readonly GoModule[]): Breach {
  const [first] = twins;
  return {
    rule: 'duplicate module',
    found: `module ${first?.path} is defined in ${twins.map((twin) => `${twin.dir}/go.mod`).join(' and ')}`,
    remedy: 'Keep one of them: Go refuses a version that it finds twice.',
  };
}
