/** A part of AWS that is closed in itself: accounts, identity providers and regions of one know nothing of another. */
export type Partition = {
  /** The second field of its ARNs. */
  readonly id: string;
  readonly regions: RegExp;
  /** What its hosts end with (botocore, partitions.json). */
  readonly suffix: string;
};

export const AWS: Partition = {
  id: 'aws',
  regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d{1,2}$/,
  suffix: 'amazonaws.com',
};

/** The narrower ones first: `us-gov-west-1` is no region of `aws`. */
export const PARTITIONS: readonly Partition[] = [
  { id: 'aws-cn', regions: /^cn-[a-z]+-\d{1,2}$/, suffix: 'amazonaws.com.cn' },
  { id: 'aws-us-gov', regions: /^us-gov-[a-z]+-\d{1,2}$/, suffix: 'amazonaws.com' },
  { id: 'aws-eusc', regions: /^eusc-[a-z]{2}-[a-z]+-\d{1,2}$/, suffix: 'amazonaws.eu' },
  AWS,
];

export function partitionOfRegion(region: string): Partition | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region));
}

const ROLE = new RegExp(
  `^arn:(${PARTITIONS.map(({ id }) => id).join('|')}):iam::(\\d{12}):role/[\\w+=,.@/-]{1,512}$`,
);

/** Partition and account of a role's ARN; `undefined` for anything else. */
export function parseRole(arn: string): { partition: Partition; account: string } | undefined {
  const [, id, account] = ROLE.exec(arn) ?? [];
  const partition = PARTITIONS.find((one) => one.id === id);
  return partition && account ? { partition, account } : undefined;
}

/** What `iam` calls the audience of its own token service: `sts.amazonaws.com.cn` in China. */
export function defaultAudience({ suffix }: Partition): string {
  return `sts.${suffix}`;
}

/** Both spellings of an ECR host, the older one and that of dual-stack endpoints, in every partition. */
const HOST =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws|on\.amazonwebservices\.(?:com\.cn|eu))$/;

/** Account and region of an ECR host whose region and ending belong together; `undefined` for every other host. */
export function parseEcrHost(host: string): { account: string; region: string } | undefined {
  const [, account = '', region = '', ending = ''] = HOST.exec(host) ?? [];
  const partition = partitionOfRegion(region);
  if (!partition) return undefined;
  const dualStack = partition.suffix
    .replace(/^amazonaws\.com$/, 'aws')
    .replace(/^amazonaws\./, 'amazonwebservices.');
  return ending === partition.suffix || ending === `on.${dualStack}` ? { account, region } : undefined;
}
