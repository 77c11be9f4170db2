import { ActionError } from '@go-actions/action-kit';
import { readAnswer, textAt } from './answer.ts';
import {
  AWS_HINTS,
  type AwsSettings,
  accountOf,
  assumeRole,
  callAws,
  partitionOf,
  readAws,
  trustPolicy,
} from './aws.ts';
import { parseEcrHost } from './aws-partition.ts';
import type { Access, ExchangeFacts, Grant, Provider } from './provider.ts';

const PULL = [
  'BatchCheckLayerAvailability',
  'BatchGetImage',
  'GetDownloadUrlForLayer',
  'DescribeImages',
  'ListImages',
];
const PUSH = [...PULL, 'CompleteLayerUpload', 'InitiateLayerUpload', 'PutImage', 'UploadLayerPart'];

/** Amazon ECR: a role assumed with the ID token, then a registry password that lasts twelve hours at most. */
export const ecr: Provider<AwsSettings> = {
  keys: ['role', 'session-duration', 'region', 'audience'],
  owns: (host) => parseEcrHost(host) !== undefined,
  read: (input, { registry }) => readAws(input, parseEcrHost(registry)?.region),
  audience: ({ audience }) => audience,
  *exchange(entry, facts) {
    const { endpoint, registry, region, role, access, repositories } = entry;
    const { id: partition, suffix } = partitionOf(role);
    const account = parseEcrHost(registry)?.account ?? accountOf(role);
    const arns = repositories.map((name) => `arn:${partition}:ecr:${region}:${account}:repository/${name}`);
    const policy = arns.length > 0 ? sessionPolicy(arns, access) : undefined;
    const keys = yield* assumeRole(
      endpoint ? `${endpoint}/` : `https://sts.${region}.${suffix}/`,
      entry,
      policy,
      facts,
    );
    const request = callAws(
      {
        url: endpoint ? `${endpoint}/` : `https://api.ecr.${region}.${suffix}/`,
        service: 'ecr',
        region,
        target: 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken',
      },
      keys,
      facts.now,
    );
    const [data] =
      (readAnswer(request, yield request).authorizationData as Record<string, unknown>[] | undefined) ?? [];
    return readEcrToken(textAt(request, data ?? {}, 'authorizationToken'), data?.expiresAt, facts);
  },
  trust: (entry, claims) => trustPolicy(entry, claims),
  hints: AWS_HINTS,
};

/** `base64("AWS:password")` and seconds since the epoch. */
export function readEcrToken(token: string, end: unknown, { mask, issued }: ExchangeFacts): Grant {
  const pair = Buffer.from(mask(token), 'base64').toString('utf8');
  const expiresAt = typeof end === 'number' ? end * 1_000 : undefined;
  issued({ what: 'a registry password', expiresAt });
  const [, username = '', secret = ''] = /^([^:]+):(.+)$/s.exec(pair) ?? [];
  if (username === '') {
    mask(pair);
    throw new ActionError('ECR answered with a token that is not a user name and a password.');
  }
  return { username, secret: mask(secret), expiresAt };
}

/** Narrows the session to these repositories; GetAuthorizationToken knows no resource but `*`. */
function sessionPolicy(arns: readonly string[], access: Access): object {
  const actions = access === 'push' ? PUSH : PULL;
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      { Effect: 'Allow', Action: actions.map((action) => `ecr:${action}`), Resource: arns },
    ],
  };
}
