import type { Manifest } from './plan/io/manifest.ts';
import { judgePolicy } from './version/policy.ts';
import { parseTag } from './version/tag.ts';

/** The outputs that follow from what was planned and built; the publisher adds its own. */
export function describeOutputs(
  { plan, notes, describe, assets }: Manifest,
  repositoryUrl: string,
): Record<string, unknown> {
  const tag = parseTag(plan.tag);
  const policy = tag && judgePolicy(tag.version);
  return {
    version: plan.version,
    tag: plan.tag,
    type: plan.type,
    formal: policy?.formal,
    prerelease: plan.prerelease,
    'skip-docs': policy?.skipDocs,
    registry: policy?.registry,
    assets,
    describe,
    labels: {
      'org.opencontainers.image.title': repositoryUrl.split('/').at(-1),
      'org.opencontainers.image.version': plan.version,
      'org.opencontainers.image.revision': plan.commit,
      'org.opencontainers.image.created': plan.committed,
      'org.opencontainers.image.source': repositoryUrl,
    },
    'chart-version': plan.version,
    notes,
    plan,
  };
}
