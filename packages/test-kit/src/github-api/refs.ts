import { run } from '@go-actions/action-kit';
import { Refusal } from './refusal.ts';

/** The tags of the repository; a commit for each. */
export type TagRefs = {
  read(tag: string): Promise<string | undefined>;
  create(tag: string, commit: string): Promise<void>;
  move(tag: string, commit: string): Promise<void>;
};

/** Tags that live in memory only. */
export function memoryRefs(tags: Readonly<Record<string, string>>): TagRefs {
  const commits = new Map(Object.entries(tags));
  return {
    read: async (tag) => commits.get(tag),
    create: async (tag, commit) => void commits.set(tag, commit),
    move: async (tag, commit) => void commits.set(tag, commit),
  };
}

/** The tags of a bare git repository, so that what the API creates can be fetched, and what is pushed can be seen. */
export function gitRefs(gitDir: string): TagRefs {
  const git = async (...args: string[]) => run('git', ['--git-dir', gitDir, ...args]);
  const update = async (tag: string, commit: string, old: string[]) => {
    const result = await git('update-ref', `refs/tags/${tag}`, commit, ...old);
    if (result.code !== 0) throw new Refusal(422, 'Object does not exist');
  };
  return {
    read: async (tag) => {
      const result = await git('rev-parse', '--verify', '--quiet', `refs/tags/${tag}`);
      return result.code === 0 ? result.stdout.trim() : undefined;
    },
    create: (tag, commit) => update(tag, commit, ['0'.repeat(40)]),
    move: (tag, commit) => update(tag, commit, []),
  };
}

/** What a tag's object is: `tag` for annotated ones, which point on to a commit. */
export async function readTagObject(
  gitDir: string,
  sha: string,
): Promise<{ type: string; target: string | undefined }> {
  const git = async (...args: string[]) => (await run('git', ['--git-dir', gitDir, ...args])).stdout.trim();
  const type = await git('cat-file', '-t', sha);
  return { type: type || 'commit', target: type === 'tag' ? await git('rev-parse', `${sha}^{}`) : undefined };
}
