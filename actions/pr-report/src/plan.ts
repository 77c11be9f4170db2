import type { Conversation } from './conversation.ts';
import type { Suggestion } from './suggestions.ts';

/** GitHub refuses nothing here, people do: more than this is a wall. */
export const MOST_SUGGESTIONS = 50;

/** What should be written; nothing of it is when the pull request already says so. */
export type Plan = {
  readonly comment:
    | { readonly do: 'create'; readonly body: string }
    | { readonly do: 'update'; readonly id: string; readonly body: string }
    | { readonly do: 'leave'; readonly there: boolean };
  readonly add: readonly Suggestion[];
  readonly fold: readonly { readonly id: string; readonly why: 'RESOLVED' | 'OUTDATED' | 'DUPLICATE' }[];
};

/**
 * Compares what is there with what should be. `body` is undefined when there is nothing to say that is worth a new comment
 * or a change of the old one; `suggestions` when nothing is known about findings. Only when all of them are known is one that is
 * not among them called resolved.
 */
export function planWrites(
  there: Conversation,
  wanted: {
    readonly body: string | undefined;
    readonly suggestions: readonly Suggestion[] | undefined;
    readonly allKnown: boolean;
  },
): Plan {
  const [comment, ...twins] = there.comments;
  const fold: Plan['fold'][number][] = twins
    .filter(({ folded }) => !folded)
    .map(({ id }) => ({ id, why: 'DUPLICATE' as const }));
  const kept = new Set<string>();
  if (wanted.suggestions) {
    const keys = new Set(wanted.suggestions.map(({ key }) => key));
    for (const { id, key, outdated } of there.suggestions) {
      if (!keys.has(key)) {
        if (wanted.allKnown) fold.push({ id, why: 'RESOLVED' });
      } else if (outdated) fold.push({ id, why: 'OUTDATED' });
      else if (kept.has(key)) fold.push({ id, why: 'DUPLICATE' });
      else kept.add(key);
    }
  }
  const add = (wanted.suggestions ?? [])
    .filter(({ key }) => !kept.has(key))
    .slice(0, Math.max(0, MOST_SUGGESTIONS - kept.size));
  return { comment: planComment(comment, wanted.body), add, fold };
}

function planComment(
  there: Conversation['comments'][number] | undefined,
  body: string | undefined,
): Plan['comment'] {
  if (body === undefined) return { do: 'leave', there: there !== undefined };
  if (!there) return { do: 'create', body };
  return sameText(there.body, body) ? { do: 'leave', there: true } : { do: 'update', id: there.id, body };
}

/** GitHub keeps line ends as browsers send them and cuts white space at the end. */
function sameText(a: string, b: string): boolean {
  const normal = (text: string) => text.replaceAll('\r\n', '\n').trimEnd();
  return normal(a) === normal(b);
}
