import type { Retract } from '@go-actions/go-project';
import type { Breach } from '../go-rules/breach.ts';
import type { Previous } from '../version/previous.ts';
import { isRetracted } from '../version/retractions.ts';
import type { Tag } from '../version/tag.ts';
import { formatVersion } from '../version/version.ts';
import type { PlanPolicy } from './facts.ts';

export function judgeBuildMetadata({ version }: Tag, { kind, buildMetadata }: PlanPolicy): Breach[] {
  if (version.build === '' || kind === 'artefact' || buildMetadata === 'allow') return [];
  const plain = formatVersion({ ...version, build: '' });
  return [
    {
      rule: 'build metadata',
      found: `${formatVersion(version)} carries build metadata, and Go does not list such versions`,
      remedy: `Tag ${plain} instead, or set \`build-metadata: allow\` when nobody imports this module.`,
    },
  ];
}

/** A version below one that is part of it would be newer code under an older number. */
export function judgeOrder(tag: Tag, { ahead }: Previous): Breach[] {
  if (!ahead) return [];
  return [
    {
      rule: 'order',
      found: `${tag.name} comes before ${ahead.name} in the order of versions, and ${ahead.name} is an ancestor of its commit`,
      remedy: `Release a version above ${ahead.name} (numbers count as numbers only when they stand alone, as in \`rc.10\`), or retract that one in go.mod.`,
    },
  ];
}

export function judgeRetraction({ name, version }: Tag, retractions: readonly Retract[]): Breach[] {
  if (!isRetracted(version, retractions)) return [];
  return [
    {
      rule: 'retract',
      found: `${name} is retracted by go.mod, so that Go hides it from everyone who does not ask for it`,
      remedy: 'That is how a version takes others back; it will not be the latest release.',
    },
  ];
}
