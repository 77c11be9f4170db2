import type { JobContext } from '@go-actions/action-kit';
import type { Inputs } from './inputs.ts';
import type { Manifest } from './plan/io/manifest.ts';
import { judgePolicy } from './version/policy.ts';
import { parseTag } from './version/tag.ts';

/**
 * The outputs that follow from what was planned and built; the publisher adds its own. With several releases they are about
 * the first one of the root, else the last one, on which the others may depend; `plan` has all of them.
 */
export function describeOutputs(
  { plan, describe, releases }: Manifest,
  repositoryUrl: string,
): Record<string, unknown> {
  const made = releases.find((release) => release.plan.module?.dir === '.') ?? releases.at(-1);
  if (!made) return { type: 'none', changed: false, describe, 'plan-id': plan.id, plan };
  const first = made.plan;
  const tag = parseTag(first.tag);
  const policy = tag && judgePolicy(tag.version);
  return {
    version: first.version,
    tag: first.tag,
    type: first.type,
    formal: policy?.formal,
    prerelease: first.prerelease,
    'skip-docs': first.onlyFixes,
    registry: policy?.registry,
    assets: releases.flatMap((release) => release.assets),
    describe,
    labels: {
      'org.opencontainers.image.title': repositoryUrl.split('/').at(-1),
      'org.opencontainers.image.version': first.version,
      'org.opencontainers.image.revision': first.commit,
      'org.opencontainers.image.created': first.committed,
      'org.opencontainers.image.source': repositoryUrl,
    },
    'chart-version': first.version,
    notes: made.notes,
    'plan-id': plan.id,
    plan: { ...first, ...plan, toolchain: made.toolchain },
  };
}

/** A pull request is never released, whatever its workflow asks for: it is shown what merging it would release. */
export function isDryRun({ dryRun }: Pick<Inputs, 'dryRun'>, { eventName }: JobContext): boolean {
  return dryRun || /^(pull_request|pull_request_target|merge_group)$/.test(eventName);
}

/** The page of the repository. */
export function repositoryUrl({ serverUrl, repository }: JobContext): string {
  return `${serverUrl}/${repository}`;
}
