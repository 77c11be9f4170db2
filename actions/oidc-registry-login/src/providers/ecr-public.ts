import { readAnswer, textAt } from './answer.ts';
import { AWS_HINTS, type AwsSettings, accountOf, assumeRole, callAws, readAws, trustPolicy } from './aws.ts';
import { readEcrToken } from './ecr.ts';
import type { Provider } from './provider.ts';

const REGION = 'us-east-1';
const PUSH = [
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'PutImage',
];

/** Amazon ECR Public lives in us-east-1 only; its answer holds an object where ECR's holds a list. */
export const ecrPublic: Provider<AwsSettings> = {
  keys: ['role', 'session-duration', 'audience'],
  owns: (host) => host === 'public.ecr.aws',
  read: (input) => readAws(input, REGION),
  audience: ({ audience }) => audience,
  *exchange(entry, facts) {
    const { endpoint, role, access, repositories } = entry;
    // A repository here is `alias/name`; the ARN has the account instead of the alias.
    const arns = repositories.map(
      (name) => `arn:aws:ecr-public::${accountOf(role)}:repository/${name.replace(/^[^/]+\//, '')}`,
    );
    const policy = arns.length > 0 ? sessionPolicy(access === 'push' ? arns : []) : undefined;
    const keys = yield* assumeRole(
      endpoint ? `${endpoint}/` : `https://sts.${REGION}.amazonaws.com/`,
      entry,
      policy,
      facts,
    );
    const request = callAws(
      {
        url: endpoint ? `${endpoint}/` : `https://api.ecr-public.${REGION}.amazonaws.com/`,
        service: 'ecr-public',
        region: REGION,
        target: 'SpencerFrontendService.GetAuthorizationToken',
      },
      keys,
      facts.now,
    );
    const answer = readAnswer(request, yield request);
    const token = textAt(request, answer, 'authorizationData', 'authorizationToken');
    return readEcrToken(token, (answer.authorizationData as { expiresAt?: unknown }).expiresAt, facts);
  },
  trust: (entry, claims) => trustPolicy(entry, claims),
  hints: AWS_HINTS,
};

function sessionPolicy(pushTo: readonly string[]): object {
  const login = ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'];
  const push = { Effect: 'Allow', Action: PUSH.map((action) => `ecr-public:${action}`), Resource: pushTo };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: login, Resource: '*' }, ...(pushTo.length > 0 ? [push] : [])],
  };
}
