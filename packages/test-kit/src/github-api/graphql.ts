import { buildSchema, GraphQLError, graphql } from 'graphql';
import { checkBody, type DiscussionStore, type PeerComment } from './discussion.ts';
import { Refusal } from './refusal.ts';

/** The part of GitHub's public schema that is asked for here, with its names, nullability and arguments. */
const SCHEMA = buildSchema(`
  type Query { repository(owner: String!, name: String!): Repository }
  type Repository { pullRequest(number: Int!): PullRequest }
  type PullRequest {
    comments(first: Int, after: String): IssueCommentConnection!
    reviewThreads(first: Int, after: String): PullRequestReviewThreadConnection!
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type IssueCommentConnection { nodes: [IssueComment] pageInfo: PageInfo! }
  type IssueComment { id: ID! body: String! viewerDidAuthor: Boolean! isMinimized: Boolean! minimizedReason: String }
  type PullRequestReviewThreadConnection { nodes: [PullRequestReviewThread] pageInfo: PageInfo! }
  type PullRequestReviewThread {
    isOutdated: Boolean!
    comments(first: Int, after: String): PullRequestReviewCommentConnection!
  }
  type PullRequestReviewCommentConnection { nodes: [PullRequestReviewComment] pageInfo: PageInfo! }
  type PullRequestReviewComment {
    id: ID! body: String! viewerDidAuthor: Boolean! isMinimized: Boolean! minimizedReason: String path: String!
  }
  type Mutation {
    updateIssueComment(input: UpdateIssueCommentInput!): UpdateIssueCommentPayload
    minimizeComment(input: MinimizeCommentInput!): MinimizeCommentPayload
  }
  input UpdateIssueCommentInput { id: ID! body: String! clientMutationId: String }
  type UpdateIssueCommentPayload { issueComment: IssueComment }
  input MinimizeCommentInput { subjectId: ID! classifier: ReportedContentClassifiers! clientMutationId: String }
  type MinimizeCommentPayload { minimizedComment: Minimizable }
  type Minimizable { isMinimized: Boolean! minimizedReason: String }
  enum ReportedContentClassifiers { ABUSE DUPLICATE LOW_QUALITY OFF_TOPIC OUTDATED RESOLVED SPAM }
`);

type Window = { first?: number; after?: string | null };

/** Answers a GraphQL request about the discussions, with the reference implementation of the language. */
export async function answerGraphql(
  store: DiscussionStore,
  repository: string,
  body: Buffer,
  mayWrite: boolean,
): Promise<unknown> {
  const { query, variables } = JSON.parse(body.toString('utf8')) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  const find = (id: string): PeerComment => {
    const found = store.node(id);
    if (!found) throw new NotFound(id);
    if (!mayWrite) throw new GraphQLError('Resource not accessible by integration');
    return found;
  };
  const show = (comment: PeerComment) => ({
    ...comment,
    viewerDidAuthor: comment.author === store.viewer,
    isMinimized: comment.minimized !== undefined,
    minimizedReason: comment.minimized?.toLowerCase() ?? null,
  });
  const { data, errors } = await graphql({
    schema: SCHEMA,
    source: query,
    variableValues: variables,
    rootValue: {
      repository: ({ owner, name }: { owner: string; name: string }) =>
        `${owner}/${name}` !== repository
          ? null
          : {
              pullRequest: ({ number }: { number: number }) => {
                const talk = store.talk(number);
                return {
                  comments: (window: Window) => connect(talk.comments.map(show), window),
                  reviewThreads: (window: Window) =>
                    connect(
                      talk.suggestions.map((one) => ({
                        isOutdated: one.outdated,
                        comments: (inner: Window) => connect([show(one)], inner),
                      })),
                      window,
                    ),
                };
              },
            },
      updateIssueComment: ({ input }: { input: { id: string; body: string } }) => {
        const comment = find(input.id);
        comment.body = checked(input.body);
        return { issueComment: show(comment) };
      },
      minimizeComment: ({ input }: { input: { subjectId: string; classifier: string } }) => {
        const comment = find(input.subjectId);
        comment.minimized = input.classifier;
        return { minimizedComment: show(comment) };
      },
    },
  });
  if (!errors) return { data };
  const typed = errors.map((error) => ({
    ...(error.originalError instanceof NotFound && { type: 'NOT_FOUND' }),
    ...error.toJSON(),
  }));
  return { data, errors: typed };
}

/** What names no node; GitHub puts the kind of an error beside its message. */
class NotFound extends GraphQLError {
  constructor(id: string) {
    super(`Could not resolve to a node with the global id of '${id}'`);
  }
}

/** GitHub wants to know how much: 1 to 100. */
function connect<T>(nodes: readonly T[], { first, after }: Window) {
  if (first === undefined)
    throw new GraphQLError('You must provide a `first` or `last` value to properly paginate the connection.');
  if (first < 1 || first > 100) throw new GraphQLError('`first` must be 1 to 100');
  const start = after ? Number(after) : 0;
  const page = nodes.slice(start, start + first);
  return {
    nodes: page,
    pageInfo: {
      hasNextPage: start + page.length < nodes.length,
      endCursor: page.length > 0 ? String(start + page.length) : null,
    },
  };
}

function checked(body: string): string {
  try {
    return checkBody(body);
  } catch (error) {
    throw error instanceof Refusal ? new GraphQLError(JSON.stringify(error.body)) : error;
  }
}
