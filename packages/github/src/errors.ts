import { ActionError } from '@go-actions/action-kit';

/** What a refusal of GitHub means for a release; the caller decides by this, never by status or text. */
export type RefusalKind =
  | 'already-exists'
  | 'burned'
  | 'immutable'
  | 'ruleset'
  | 'workflow-file'
  | 'rate-limit'
  | 'unauthorized'
  | 'locked'
  | 'forbidden'
  | 'not-found'
  | 'unavailable'
  | 'invalid';

type Row = {
  readonly kind: RefusalKind;
  readonly status: readonly number[];
  readonly text: RegExp;
  readonly remedy: string;
};

const PERMISSION =
  'Give the job `permissions: contents: write`; a token of a fork or of Dependabot cannot release.';

/** GitHub's refusals by status and text, in the order in which they are asked; the first that fits counts. */
const REFUSALS: readonly Row[] = [
  {
    kind: 'burned',
    status: [422],
    text: /used by an immutable release/i,
    remedy: 'The tag name is spent for ever, even when the release is deleted: release the next version.',
  },
  {
    kind: 'immutable',
    status: [403, 409, 422],
    text: /immutable/i,
    remedy: 'A published immutable release keeps its assets and tag: release the next version.',
  },
  {
    kind: 'ruleset',
    status: [403, 409, 422],
    text: /GH013|repository rule|ruleset|creations being restricted|protected tag/i,
    remedy:
      'A ruleset keeps this token from creating the tag. Add the bypass in Settings > Rules, or pass a `token` of an app that is on its bypass list; the draft stays, and running the job again goes on from there.',
  },
  {
    kind: 'already-exists',
    status: [409, 422],
    text: /already_exists|already exists/i,
    remedy: 'Run the job again: it goes on from what is there.',
  },
  {
    kind: 'workflow-file',
    status: [403, 404],
    text: /workflows? permission|without `?workflows?`? permission/i,
    remedy:
      'The tagged commit has other files under .github/workflows than the default branch. Push the tag yourself first, or pass a `token` that may write workflows.',
  },
  {
    kind: 'rate-limit',
    status: [403, 429],
    text: /rate limit|abuse detection/i,
    remedy: 'Run the job again later: it goes on from what is there.',
  },
  {
    kind: 'unauthorized',
    status: [401],
    text: /./,
    remedy: 'The `token` is not valid (any more); the default is `github.token`.',
  },
  {
    kind: 'locked',
    status: [403, 422],
    text: /is locked\b/i,
    remedy: 'Unlock the conversation, or do without.',
  },
  { kind: 'forbidden', status: [403], text: /./, remedy: PERMISSION },
  {
    kind: 'not-found',
    status: [404],
    text: /./,
    remedy: `GitHub answers 404 where the token may not look. ${PERMISSION}`,
  },
  {
    kind: 'unavailable',
    status: [408, 500, 502, 503, 504],
    text: /./,
    remedy: 'Run the job again: it goes on from what is there.',
  },
];

/** A request that GitHub refused; the message holds its own words, the remedy what usually helps. */
export class GitHubError extends ActionError {
  readonly status: number;
  readonly kind: RefusalKind;

  constructor(request: string, status: number, body: string, permission?: string) {
    const said = describeBody(body);
    const row = REFUSALS.find((each) => each.status.includes(status) && each.text.test(said || ' '));
    const granted = permission && (row?.kind === 'forbidden' || row?.kind === 'not-found');
    const remedy =
      (granted ? `Give the job \`permissions: ${permission}\`.` : row?.remedy) ??
      (status >= 500 ? 'Run the job again: it goes on from what is there.' : undefined);
    super(
      `GitHub answered ${request} with ${status}${said && `: ${said}`}`,
      remedy === undefined ? {} : { remedy },
    );
    this.status = status;
    this.kind = row?.kind ?? (status >= 500 ? 'unavailable' : 'invalid');
  }
}

/** The message of GitHub's error object with the codes of its details, or the start of any other text. */
function describeBody(body: string): string {
  try {
    const { message = '', errors } = JSON.parse(body) as { message?: string; errors?: unknown };
    const details = (Array.isArray(errors) ? errors : []).map((entry: unknown) => {
      if (typeof entry === 'string') return entry;
      const { resource, field, code, message: detail } = entry as Record<string, string | undefined>;
      return detail ?? [resource, field, code].filter(Boolean).join(' ');
    });
    return [message, ...details].filter(Boolean).join('; ').slice(0, 1_000);
  } catch {
    return body
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 300); // a proxy's or a load balancer's page
  }
}
