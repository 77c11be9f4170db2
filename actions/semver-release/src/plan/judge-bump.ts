import { bumpOfApi } from '../api/diff.ts';
import type { Breach } from '../go-rules/breach.ts';
import { type Bump, isEnough, nextVersion, type V0Policy } from '../version/bump.ts';
import { formatVersion } from '../version/version.ts';
import type { ReleaseFacts } from './facts.ts';

const NAME_OF_BUMP: Readonly<Record<Bump, string>> = {
  major: 'a breaking change',
  minor: 'a feature',
  patch: 'a fix',
  none: 'nothing',
};
const MOST_SHOWN = 5;

export function judgeBump(facts: ReleaseFacts, bump: Bump, v0: V0Policy): Breach[] {
  const { tag, previous, required, api } = facts;
  const { stable } = previous;
  if (!stable || isEnough(tag.version, stable.version, bump, v0)) return [];
  const wanted = formatVersion(nextVersion(stable.version, bump, v0));
  const commits = required.bump === bump ? required.because : [];
  const symbols =
    api && bumpOfApi(api) === bump ? (bump === 'major' ? api.incompatible : api.compatible) : [];
  const reasons = [
    ...commits.map(({ sha, subject }) => `${sha.slice(0, 7)} "${subject.slice(0, 100)}"`),
    ...symbols.map((symbol) => `API: ${symbol.slice(0, 200)}`),
  ];
  const more = reasons.length - MOST_SHOWN;
  return [
    {
      rule: 'bump',
      found: `${tag.name} is too small: since ${stable.name} there is ${NAME_OF_BUMP[bump]} (${reasons.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''})`,
      remedy: `Release at least ${wanted}, or set \`bump-check: warn\`.`,
    },
  ];
}
