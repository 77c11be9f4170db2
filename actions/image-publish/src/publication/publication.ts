import { isDigest } from '@go-actions/delivery';

/** What the registry has of this version before anything is written. */
export type Found = {
  /** What the exact tag stands for. */
  readonly exact: string | undefined;
  /** Whether the index itself is there, from a run that did not get to the end. */
  readonly index: boolean;
};

export type Step = 'push' | 'attach' | 'tag' | 'move tags';

/** The steps that are left to do, in their order: with the exact tag the release is out, and only other tags may follow. */
export function planSteps(digest: string, { exact, index }: Found): readonly Step[] {
  if (exact === digest) return ['move tags'];
  return [...(index ? [] : (['push'] as const)), 'attach', 'tag', 'move tags'];
}

/** Why a version is not published; nothing where the tag is free, or stands for the same image. */
export function explainConflict(
  { reference, digest, base }: { reference: string; digest: string; base: string | undefined },
  exact: string | undefined,
  publishedBase: string | undefined,
): string | undefined {
  if (exact === undefined || exact === digest) return undefined;
  const moved =
    base && publishedBase && isDigest(publishedBase) && base !== publishedBase
      ? ` The base image has moved: it was ${publishedBase}, and is ${base} now.`
      : '';
  return `${reference} exists, and is another image: the registry has ${exact}, and this commit gives ${digest}.${moved} No tag was written.`;
}
