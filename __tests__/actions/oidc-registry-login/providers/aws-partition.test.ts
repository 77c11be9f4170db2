import { describe, expect, it } from 'vitest';
import {
  defaultAudience,
  parseEcrHost,
  parseRole,
  partitionOfRegion,
} from '../../../../actions/oidc-registry-login/src/providers/aws-partition.ts';
import { readRegistries } from '../../../../actions/oidc-registry-login/src/registries/entries.ts';

describe('case login-deploy/12: a host of ECR', () => {
  const rows = [
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', region: 'eu-west-1' },
    { host: '123456789012.dkr.ecr-fips.us-east-1.amazonaws.com', region: 'us-east-1' },
    { host: '123456789012.dkr-ecr.eu-west-1.on.aws', region: 'eu-west-1' },
    { host: '123456789012.dkr.ecr.us-gov-west-1.amazonaws.com', region: 'us-gov-west-1' },
    { host: '123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com', region: 'us-gov-east-1' },
    { host: '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
    { host: '123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn', region: 'cn-northwest-1' },
    { host: '123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu', region: 'eusc-de-east-1' },
    { host: '123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu', region: 'eusc-de-east-1' },
    { host: '123456789012.dkr.ecr.eusc-de-east-1.amazonaws.com', region: undefined },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.eu', region: undefined },
    { host: '123456789012.dkr.ecr.cn-north-1.amazonaws.com', region: undefined },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn', region: undefined },
    { host: '123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu.evil.com', region: undefined },
  ];
  it.each(rows)('$host', ({ host, region }) => expect(parseEcrHost(host)?.region).toBe(region));
});

describe('case login-deploy/12: a role', () => {
  const rows = [
    { arn: 'arn:aws:iam::123456789012:role/push', id: 'aws', audience: 'sts.amazonaws.com' },
    { arn: 'arn:aws-us-gov:iam::123456789012:role/a/push', id: 'aws-us-gov', audience: 'sts.amazonaws.com' },
    { arn: 'arn:aws-cn:iam::123456789012:role/push', id: 'aws-cn', audience: 'sts.amazonaws.com.cn' },
    { arn: 'arn:aws-eusc:iam::123456789012:role/push', id: 'aws-eusc', audience: 'sts.amazonaws.eu' },
  ];
  it.each(rows)('$arn', ({ arn, id, audience }) => {
    const partition = parseRole(arn)?.partition;
    expect(partition?.id).toBe(id);
    expect(partition && defaultAudience(partition)).toBe(audience);
  });
  it.each(['arn:aws-iso:iam::123456789012:role/x', 'arn:aws:iam::12:role/x', 'push'])('%s is none', (arn) =>
    expect(parseRole(arn)).toBeUndefined(),
  );
});

it('case login-deploy/12: a region belongs to the partition of its role', () => {
  expect(partitionOfRegion('il-central-1')?.id).toBe('aws');
  expect(partitionOfRegion('mars-1')).toBeUndefined();
  const read = (role: string, keys = '') =>
    readRegistries({
      registries: `- registry: 123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu\n  role: ${role}\n${keys}`,
      single: {},
      access: 'pull',
    });
  expect(read('arn:aws-eusc:iam::123456789012:role/push').entries).toMatchObject([
    { provider: 'ecr', region: 'eusc-de-east-1', audience: 'sts.amazonaws.eu' },
  ]);
  expect(read('arn:aws-eusc:iam::123456789012:role/push', '  audience: own').entries).toMatchObject([
    { audience: 'own' },
  ]);
  expect(read('arn:aws:iam::123456789012:role/push').complaints[0]).toContain(
    'expected a region of the partition aws, where `role` is',
  );
});
