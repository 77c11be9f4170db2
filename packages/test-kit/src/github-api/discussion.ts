import { Refusal } from './refusal.ts';

/** An open pull request, as a test has it. */
export type PeerPullRequest = {
  readonly number: number;
  readonly state?: 'open' | 'closed';
  readonly base: string;
  readonly head: {
    sha: string;
    readonly ref: string;
    readonly repository: string;
    readonly repositoryId: number;
  };
  /** The diff; `patch` is missing for binary and very large files. */
  readonly files?: readonly { readonly filename: string; readonly patch?: string }[];
  /** How many commits of the base the head lacks. */
  readonly behind?: number;
};

/** An artifact of a finished run. */
export type PeerArtifact = {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Buffer;
  readonly expired?: boolean;
};

export type PeerComment = {
  readonly id: string;
  readonly author: string;
  body: string;
  /** GitHub's classifier once it is folded. */
  minimized?: string;
};

/** A comment on lines of the diff, the first of its thread. */
export type PeerReviewComment = PeerComment & {
  readonly path: string;
  readonly line: number;
  readonly startLine: number | undefined;
  /** The lines have changed since. */
  outdated: boolean;
};

export type Talk = { readonly comments: PeerComment[]; readonly suggestions: PeerReviewComment[] };

const BODY_LIMIT = 65_536;

/** What is said in pull requests, under GitHub's rules: what may be commented where, and what it answers when it may not. */
export class DiscussionStore {
  readonly pullRequests: readonly PeerPullRequest[];
  readonly viewer: string;
  readonly #talks = new Map<number, Talk>();
  #nextId = 1;

  constructor(pullRequests: readonly PeerPullRequest[], viewer: string) {
    this.pullRequests = pullRequests;
    this.viewer = viewer;
  }

  find(number: number): PeerPullRequest {
    const found = this.pullRequests.find((one) => one.number === number);
    if (!found) throw new Refusal(404, 'Not Found');
    return found;
  }

  talk(number: number): Talk {
    this.find(number);
    const talk = this.#talks.get(number) ?? { comments: [], suggestions: [] };
    this.#talks.set(number, talk);
    return talk;
  }

  comment(number: number, body: unknown, author = this.viewer): PeerComment {
    const comment = { id: this.#newId('IC'), author, body: checkBody(body) };
    this.talk(number).comments.push(comment);
    return comment;
  }

  review(number: number, fields: Readonly<Record<string, unknown>>): void {
    const { head, files = [] } = this.find(number);
    const comments = (fields.comments ?? []) as readonly Record<string, unknown>[];
    if (fields.event !== 'COMMENT')
      throw new Refusal(422, 'Unprocessable Entity', ['event is not expected here']);
    if (comments.length === 0 && !fields.body) throw unprocessable('Review body or comments are required');
    if (fields.commit_id !== head.sha) throw unprocessable('The commit_id is not part of the pull request');
    const checked = comments.map((comment): PeerReviewComment => {
      const { path, line, start_line: startLine } = comment;
      const file = files.find(({ filename }) => filename === path);
      if (!file) throw unprocessable('Path could not be resolved');
      if (comment.side !== 'RIGHT' || (startLine !== undefined && comment.start_side !== 'RIGHT'))
        throw unprocessable('Only the new side is known to this server');
      const hunk = findHunk(file.patch ?? '', Number(line));
      if (!hunk) throw unprocessable('Line could not be resolved');
      if (startLine !== undefined && Number(startLine) >= Number(line))
        throw unprocessable('start_line must precede the end line');
      if (startLine !== undefined && findHunk(file.patch ?? '', Number(startLine)) !== hunk)
        throw unprocessable('start_line must be part of the same hunk as the line');
      return {
        id: this.#newId('PRRC'),
        author: this.viewer,
        body: checkBody(comment.body),
        path: String(path),
        line: Number(line),
        startLine: startLine === undefined ? undefined : Number(startLine),
        outdated: false,
      };
    });
    this.talk(number).suggestions.push(...checked);
  }

  /** Any comment by its node id; whoever may write may change and fold those of others, too. */
  node(id: string): PeerComment | undefined {
    return [...this.#talks.values()]
      .flatMap(({ comments, suggestions }) => [...comments, ...suggestions])
      .find((one) => one.id === id);
  }

  #newId(kind: string): string {
    return `${kind}_kwDO${String(this.#nextId++).padStart(8, '0')}`;
  }
}

export function checkBody(body: unknown): string {
  if (typeof body !== 'string' || body.trim() === '')
    throw new Refusal(422, 'Validation Failed', [
      { resource: 'IssueComment', code: 'unprocessable', field: 'data', message: "Body can't be blank" },
    ]);
  if (body.length > BODY_LIMIT)
    throw new Refusal(422, 'Validation Failed', [
      {
        resource: 'IssueComment',
        code: 'unprocessable',
        field: 'data',
        message: `Body is too long (maximum is ${BODY_LIMIT} characters)`,
      },
    ]);
  return body;
}

function unprocessable(why: string): Refusal {
  return new Refusal(422, 'Unprocessable Entity', [why]);
}

/** The hunk header of a line of the new side. */
function findHunk(patch: string, line: number): string | undefined {
  let header: string | undefined;
  let next = 0;
  for (const text of patch.split('\n')) {
    const match = /^@@ .* \+(\d+).* @@/.exec(text);
    if (match) {
      header = text;
      next = Number(match[1]);
    } else if (/^[+ ]/.test(text) && next++ === line) return header;
  }
  return undefined;
}

/** What a token may do; `undefined` is everything. */
export type Grants = Readonly<Record<string, 'read' | 'write'>> | undefined;

/** What the calls about pull requests and runs work on. */
export type Discussion = {
  readonly store: DiscussionStore;
  readonly artifacts: readonly PeerArtifact[];
  /** The newest attempt of each run. */
  readonly runAttempt: number;
  readonly grants: Grants;
};
