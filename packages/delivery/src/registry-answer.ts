import { isDigest } from './image-name.ts';

/** What is known of a tag: the digest that it stands for, or that the registry has no such tag. */
export type TagState = { readonly digest: string | undefined };

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/**
 * What `crane -v digest` found out. Only a digest and a 404 are knowledge; everything else is `undefined`. The status is read
 * from the trace: the error alone shows the registry's own code, which may say MANIFEST_UNKNOWN with any status.
 */
export function parseTagState({ code, stdout, stderr }: Ended, reference: string): TagState | undefined {
  const digest = stdout.trim();
  if (code === 0) return isDigest(digest) ? { digest } : undefined;
  return lastStatus(stderr, `/manifests/${reference}`) === 404 ? { digest: undefined } : undefined;
}

/** The tags that `crane -v ls` printed; a repository that does not exist yet has none. */
export function parseTagList({ code, stdout, stderr }: Ended): readonly string[] | undefined {
  if (code === 0) return stdout.split('\n').filter(Boolean);
  return lastStatus(stderr, '/tags/list') === 404 ? [] : undefined;
}

/** The status of the last answer to a request whose path ends like this (ggcr: pkg/v1/remote/transport/logger.go). */
function lastStatus(trace: string, path: string): number | undefined {
  const answers = [
    ...trace.matchAll(/^\S+ \S+ <-- (\d{3}|\S.*?) ?(?:GET |HEAD )?(https?:\/\/\S+) \(\S+\)$/gm),
  ];
  const last = answers.findLast(([, , url = '']) => url.split('?')[0]?.endsWith(path));
  return last && /^\d{3}$/.test(last[1] ?? '') ? Number(last[1]) : undefined;
}
