/** What the job may do with the cache, and why not when it may not. */
export type Access = { readonly read: boolean; readonly write: boolean; readonly reason: string | undefined };

export type AccessFacts = {
  readonly wanted: 'auto' | 'read-only' | 'off';
  readonly available: boolean;
  readonly eventName: string;
  readonly refType: string;
  /** ACTIONS_CACHE_MODE of the runner: none, read, write, write-only; empty or unknown means no limit. */
  readonly mode: string;
  /** The runtime token of the job; its `ac` claim says which scopes it may write. */
  readonly token: string;
};

/** Decides before anything is compressed: the input, the runner's mode, the event, and what the token says of itself. */
export function judgeAccess(facts: AccessFacts): Access {
  const no = (reason: string) => ({ read: false, write: false, reason });
  if (facts.wanted === 'off') return no('the cache is off (`cache`)');
  if (!facts.available) return no('there is no cache service in this job');
  if (facts.mode === 'none') return no('the cache mode of this job is `none`');
  const read = facts.mode !== 'write-only';
  const reason = whyReadOnly(facts);
  return {
    read,
    write: reason === undefined,
    reason: reason ?? (read ? undefined : 'the cache mode of this job is `write-only`'),
  };
}

function whyReadOnly({ wanted, mode, refType, eventName, token }: AccessFacts): string | undefined {
  if (wanted === 'read-only') return 'nothing is saved (`cache: read-only`)';
  if (mode === 'read') return 'the cache mode of this job is `read`';
  if (refType === 'tag' || eventName === 'release') return 'tags and releases save nothing';
  if (FOREIGN.has(eventName)) return `runs of \`${eventName}\` save nothing, since anybody can start them`;
  return mayWrite(token) ? undefined : 'the token of this event is read-only';
}

/** Events that run in the cache of the default branch although strangers cause them, often with code of theirs. */
const FOREIGN = new Set([
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
  'gollum',
]);

const WRITE = 2;

/**
 * Whether any scope of the token has the write bit. A token of another shape (GHES, act) counts as writable: the service
 * then decides.
 */
export function mayWrite(token: string): boolean {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      ac?: unknown;
    };
    const scopes = JSON.parse(String(claims.ac)) as { Permission?: unknown }[];
    return scopes.some(({ Permission }) => (Number(Permission) & WRITE) !== 0);
  } catch {
    return true; // no JSON web token with an `ac` list: nothing is known, the service will say
  }
}
