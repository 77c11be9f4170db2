import { expected, type HttpRequest, type InputReader, parseDuration } from '@go-actions/action-kit';
import { readText } from './answer.ts';
import { AWS, defaultAudience, type Partition, parseRole, partitionOfRegion } from './aws-partition.ts';
import { type AwsKeys, signAwsRequest } from './aws-signature.ts';
import { type Claims, subjects } from './claims.ts';
import { type Conversation, type ExchangeFacts, says } from './provider.ts';
import { postForm } from './request.ts';

/** What both of Amazon's registries share: a role assumed with the ID token, and signed JSON calls. */
export type AwsSettings = {
  readonly role: string;
  readonly sessionSeconds: number;
  readonly region: string;
  readonly audience: string;
};

export const AWS_HINTS = [
  [
    says(/Not authorized to perform sts:AssumeRoleWithWebIdentity/i),
    "The role's trust policy does not match this job's `sub` (or `aud`): paste the policy in the job summary.",
  ],
  [
    says(/No OpenIDConnect provider found/i),
    "The account has no identity provider for GitHub's issuer: create one in IAM.",
  ],
  [
    says(/PackedPolicyTooLarge|packed size/i),
    'The list of `repositories` makes the session policy too large: name fewer, or none.',
  ],
  [says(/DurationSeconds/i), "`session-duration` is longer than the role's maximum session duration."],
  [
    says(/not authorized to perform:? ecr/i),
    'The role itself lacks that permission: add it to one of its policies.',
  ],
] as const;

export function readAws(input: InputReader, defaultRegion: string | undefined): AwsSettings {
  const role = input.parsed('role', (text) =>
    parseRole(text) ? text : expected('a role such as "arn:aws:iam::123456789012:role/push"'),
  );
  return {
    role,
    sessionSeconds: input.parsed('session-duration', parseSession),
    region: input.parsed('region', (text) => parseRegion(text || defaultRegion || '', role)),
    audience: input.optional('audience') ?? defaultAudience(partitionOf(role)),
  };
}

export function accountOf(role: string): string {
  return parseRole(role)?.account ?? '';
}

export function partitionOf(role: string): Partition {
  return parseRole(role)?.partition ?? AWS;
}

/** STS AssumeRoleWithWebIdentity: the only unsigned call, and the only one that carries the ID token. */
export function* assumeRole(
  url: string,
  { role, sessionSeconds }: AwsSettings,
  policy: object | undefined,
  { idToken, repository, runId, now, mask, issued }: ExchangeFacts,
): Conversation<AwsKeys> {
  const request = postForm(
    url,
    {
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: role,
      RoleSessionName: sessionName(repository, runId),
      WebIdentityToken: idToken,
      DurationSeconds: String(sessionSeconds),
      Policy: policy && JSON.stringify(policy),
    },
    { accept: 'application/xml' },
  );
  const xml = readText(request, yield request);
  issued({ what: 'an AWS session', expiresAt: now + sessionSeconds * 1_000 });
  return {
    accessKeyId: mask(elementOf(xml, 'AccessKeyId')),
    secretAccessKey: mask(elementOf(xml, 'SecretAccessKey')),
    sessionToken: mask(elementOf(xml, 'SessionToken')),
  };
}

export function callAws(
  call: { url: string; service: string; region: string; target: string },
  keys: AwsKeys,
  now: number,
): HttpRequest {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': call.target };
  const request = { method: 'POST' as const, url: call.url, headers, body: '{}' };
  return signAwsRequest(request, keys, { service: call.service, region: call.region, now });
}

/** The role's trust policy, for this repository in both shapes of `sub`. */
export function trustPolicy({ role, audience }: AwsSettings, claims: Claims): string {
  const issuer = String(claims.iss).replace(/^https?:\/\//, '');
  const provider = `arn:${partitionOf(role).id}:iam::${accountOf(role)}:oidc-provider/${issuer}`;
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subjects(claims) } },
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
}

/** AWS allows [\w+=,.@-]{2,64}; CloudTrail then shows which run it was. */
function sessionName(repository: string, runId: string): string {
  const name = repository.replaceAll('/', '.').replace(/[^\w+=,.@-]/g, '-');
  return `${name.slice(0, 63 - runId.length)}@${runId}`.slice(0, 64);
}

function elementOf(xml: string, name: string): string {
  const value = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
  if (!value) throw new Error(`STS answered without ${name}.`);
  return value
    .trim()
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** `1h`, `900s`, or whole seconds as AWS itself writes it. */
function parseSession(text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : parseDuration(text || '1h') / 1_000;
  return seconds >= 900 && seconds <= 43_200 ? seconds : expected('a duration from 15m to 12h');
}

/** A region of the role's own partition: no other one knows the role. */
function parseRegion(text: string, role: string | undefined): string {
  const partition = partitionOfRegion(text);
  if (!partition) return expected('a region such as "eu-west-1"');
  const own = role === undefined ? partition : partitionOf(role);
  return partition === own ? text : expected(`a region of the partition ${own.id}, where \`role\` is`);
}
