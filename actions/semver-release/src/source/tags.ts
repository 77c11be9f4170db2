import { parseTag } from '../version/tag.ts';

/** The release tags of a remote that a repository lacks or has elsewhere; both as lines of `<object>\t<ref>`. */
export function listMissingTags(own: string, remote: string): string[] {
  const known = new Set(own.split('\n'));
  return remote.split('\n').flatMap((line) => {
    const name = /^[0-9a-f]+\trefs\/tags\/(.+)$/.exec(line)?.[1];
    return name !== undefined && !known.has(line) && parseTag(name) ? [name] : [];
  });
}
