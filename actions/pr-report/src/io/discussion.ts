import { warning } from '@go-actions/action-kit';
import { type Api, GitHubError } from '@go-actions/github';
import { type Conversation, commentMarker, readKey } from '../conversation.ts';
import type { Plan } from '../plan.ts';
import type { Suggestion } from '../suggestions.ts';

const READ = `query($owner: String!, $name: String!, $number: Int!, $comments: String, $threads: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $comments) {
        pageInfo { hasNextPage endCursor }
        nodes { id body viewerDidAuthor isMinimized }
      }
      reviewThreads(first: 100, after: $threads) {
        pageInfo { hasNextPage endCursor }
        nodes { isOutdated comments(first: 1) { nodes { id body viewerDidAuthor isMinimized } } }
      }
    }
  }
}`;
const UPDATE = `mutation($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { id } }
}`;
const FOLD = `mutation($id: ID!, $why: ReportedContentClassifiers!) {
  minimizeComment(input: { subjectId: $id, classifier: $why }) { minimizedComment { isMinimized } }
}`;

type Page<T> = {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly T[];
};
type Written = {
  readonly id: string;
  readonly body: string;
  readonly viewerDidAuthor: boolean;
  readonly isMinimized: boolean;
};
type Answer = {
  readonly repository: {
    readonly pullRequest: {
      readonly comments: Page<Written>;
      readonly reviewThreads: Page<{
        readonly isOutdated: boolean;
        readonly comments: { readonly nodes: readonly Written[] };
      }>;
    };
  };
};

/** A pull request with more than this many pages of talk is read no further. */
const MOST_PAGES = 50;

/** Reads our own comments: those that this token's owner wrote and that begin with the marker. */
export async function readConversation(
  api: Api,
  pullRequest: { readonly repository: string; readonly number: number },
  marker: string,
): Promise<Conversation> {
  const [owner = '', name = ''] = pullRequest.repository.split('/');
  const comments: Conversation['comments'][number][] = [];
  const suggestions: Conversation['suggestions'][number][] = [];
  let after: { comments: string | null; threads: string | null } = { comments: null, threads: null };
  for (let page = 0, more = true; more && page < MOST_PAGES; page++) {
    const answer = (await api.graphql(READ, { owner, name, number: pullRequest.number, ...after })) as Answer;
    const found = answer.repository.pullRequest;
    for (const { id, body, viewerDidAuthor, isMinimized } of found.comments.nodes) {
      if (viewerDidAuthor && body.startsWith(commentMarker(marker)))
        comments.push({ id, body, folded: isMinimized });
    }
    for (const { isOutdated, comments: thread } of found.reviewThreads.nodes) {
      const [first] = thread.nodes;
      const key = first?.viewerDidAuthor && !first.isMinimized ? readKey(first.body, marker) : undefined;
      if (first && key) suggestions.push({ id: first.id, key, outdated: isOutdated });
    }
    more = found.comments.pageInfo.hasNextPage || found.reviewThreads.pageInfo.hasNextPage;
    // The cursor of the longer list goes on; behind its end the other one has nothing more to give.
    after = {
      comments: found.comments.pageInfo.endCursor ?? after.comments,
      threads: found.reviewThreads.pageInfo.endCursor ?? after.threads,
    };
  }
  return { comments, suggestions };
}

/** Writes the comment, anew where somebody deleted it since it was read, and tells which of the two it did. */
export async function writeComment(
  api: Api,
  number: number,
  comment: Plan['comment'],
): Promise<'create' | 'update' | 'leave'> {
  if (comment.do === 'leave') return 'leave';
  const { body } = comment;
  if (comment.do === 'update' && (await isThere(() => api.graphql(UPDATE, { id: comment.id, body }))))
    return 'update';
  await api.write('POST', `/issues/${number}/comments`, { body });
  return 'create';
}

/** Does something to a comment; `false` says that it is gone. */
async function isThere(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof GitHubError && error.kind === 'not-found') return false;
    throw error;
  }
}

/** Adds one review with all suggestions; returns how many there are now. */
export async function addReview(
  api: Api,
  pullRequest: { readonly number: number; readonly headSha: string },
  suggestions: readonly Suggestion[],
): Promise<number> {
  if (suggestions.length === 0) return 0;
  try {
    await api.write('POST', `/pulls/${pullRequest.number}/reviews`, {
      commit_id: pullRequest.headSha,
      event: 'COMMENT',
      comments: suggestions.map(({ path, start, line, body }) => ({
        path,
        line,
        side: 'RIGHT',
        ...(start < line && { start_line: start, start_side: 'RIGHT' }),
        body,
      })),
    });
  } catch (error) {
    // A push between the look and the review takes the lines away; the next run's report has them again.
    if (!(error instanceof GitHubError && error.status === 422)) throw error;
    warning(`GitHub did not take the suggestions: ${error.message}`);
    return 0;
  }
  return suggestions.length;
}

/** Folds them, and returns how many were still there. */
export async function fold(api: Api, comments: Plan['fold']): Promise<number> {
  let folded = 0;
  for (const { id, why } of comments) if (await isThere(() => api.graphql(FOLD, { id, why }))) folded += 1;
  return folded;
}
