import type { GoModule } from '@go-actions/go-project';
import { makeTag } from '../version/tag.ts';
import { parseVersion } from '../version/version.ts';
import type { Breach } from './breach.ts';
import { isPlaceholder, parsePseudoVersion } from './pseudo-version.ts';
import { releaseFolder } from './repository-path.ts';

export type Siblings = {
  readonly modules: readonly GoModule[];
  /** Release tags of the repository, on whatever branch, and those that this plan makes. */
  readonly tags: ReadonlySet<string>;
  /** When the commit that begins with these digits was made, as pseudo-versions write it; `undefined` without such a commit. */
  commitTime(revision: string): string | undefined;
};

/**
 * Requirements of a module that its users cannot resolve: `replace` counts in the main module alone, so the version that
 * go.mod asks for must exist (go.dev/ref/mod#go-mod-file-replace). Known without a network for placeholders and for the
 * modules of the same repository.
 */
export function judgeRequirements({ path, goMod }: GoModule, siblings: Siblings): Breach[] {
  return goMod.require.flatMap((required): Breach[] => {
    const name = `${required.path} ${required.version}`;
    const sibling = siblings.modules.find((other) => other.path === required.path && other.path !== path);
    const replaced = goMod.replace.some(
      ({ old }) => old.path === required.path && (old.version ?? required.version) === required.version,
    );
    if (isPlaceholder(required.version)) return [unresolvable(name, 'which is a placeholder', sibling)];
    if (sibling) {
      const missing = findMissing(sibling, required.version, siblings);
      return missing === undefined ? [] : [unresolvable(name, missing, sibling)];
    }
    return replaced && required.version === 'v0.0.0'
      ? [unresolvable(name, 'which a `replace` stands in for', undefined)]
      : [];
  });
}

/** Whether go.mod asks for something of the same repository that a list of commits decides. */
export function listSiblingRevisions({ goMod }: GoModule, modules: readonly GoModule[]): string[] {
  return goMod.require
    .filter(({ path }) => modules.some((other) => other.path === path))
    .flatMap(({ version }) => parsePseudoVersion(version)?.revision ?? []);
}

function findMissing(sibling: GoModule, text: string, siblings: Siblings): string | undefined {
  const pseudo = parsePseudoVersion(text);
  if (pseudo) {
    const time = siblings.commitTime(pseudo.revision);
    if (time === undefined) return `and this repository has no commit ${pseudo.revision}`;
    if (time !== pseudo.time) return `and the commit ${pseudo.revision} was made at ${time}`;
  }
  const version = parseVersion(pseudo ? (pseudo.base ?? '') : text);
  if (!version) return undefined; // such as `+incompatible`: left to the go command
  const tag = makeTag(releaseFolder(sibling), version).name;
  return siblings.tags.has(tag) ? undefined : `and this repository has no tag ${tag}`;
}

function unresolvable(name: string, why: string, sibling: GoModule | undefined): Breach {
  const first = sibling ? `Release ${sibling.path} first, then` : 'Then';
  return {
    rule: 'requirement',
    found: `go.mod requires ${name}, ${why}: users of this module do not have your \`replace\` or go.work, and their \`go get\` fails`,
    remedy: `${first} require a version that exists (\`go get\` it without the \`replace\`).`,
  };
}
