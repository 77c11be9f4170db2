import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../../actions/semver-release/src/channels/channel.ts';
import {
  chooseNext,
  findBases,
  type NextFacts,
} from '../../../../actions/semver-release/src/channels/next.ts';
import { type Reading, readCommits } from '../../../../actions/semver-release/src/version/bump.ts';
import { type KnownTag, parseTag } from '../../../../actions/semver-release/src/version/tag.ts';
import { formatVersion } from '../../../../actions/semver-release/src/version/version.ts';
import { log, MESSAGES } from '../messages.ts';

const RELEASE = { kind: 'release' } as const;
const RC = { kind: 'prerelease', name: 'rc' } as const;
const line = (major: number, minor?: number) => ({ kind: 'maintenance', line: { major, minor } }) as const;

/** `v1.0.0` is an ancestor; `=v1.0.0` at the commit, `>v1.0.0` after it, `~v1.0.0` somewhere else. */
function known(text: string): KnownTag {
  const place = ({ '=': 'here', '>': 'descendant', '~': 'elsewhere' } as const)[text.charAt(0)] ?? 'ancestor';
  const tag = parseTag(text.replace(/^[=>~]/, '')) ?? expect.fail(text);
  return { ...tag, place };
}

const read = (messages: readonly string[]): Reading =>
  readCommits(
    messages.map((message, index) => ({
      sha: `${index}`.padStart(40, '0'),
      parents: [],
      author: 'a',
      message,
    })),
  );

type Row = {
  name: string;
  tags?: string[];
  /** Commits since the newest tag. */
  commits?: string[];
  /** Commits before those, since the last stable one. */
  earlier?: string[];
  channel?: Exclude<Channel, { kind: 'none' }>;
  over?: Partial<NextFacts>;
  want: string;
};

function next({ tags = [], commits = [], earlier = [], channel = RELEASE, over = {} }: Row): string {
  const all = tags.map(known);
  const { stable, newest } = findBases(all, channel);
  const chosen = chooseNext({
    channel,
    pathMajor: undefined,
    tags: all,
    retracted: [],
    sinceStable: read([...commits, ...earlier]),
    sinceNewest: stable?.name === newest?.name ? read([...commits, ...earlier]) : read(commits),
    v0: 'minor',
    ...over,
  });
  if ('refused' in chosen) return `refused: ${chosen.refused.rule}`;
  return 'none' in chosen ? `none: ${chosen.none}` : formatVersion(chosen.version);
}

describe('chooseNext', () => {
  const rows: Row[] = [
    { name: 'a feature', tags: ['v1.2.3'], commits: ['feat: a'], want: 'v1.3.0' },
    { name: 'a fix', tags: ['v1.2.3'], commits: ['fix: a'], want: 'v1.2.4' },
    {
      name: 'a first version below one of another branch',
      tags: ['~v1.0.0'],
      commits: ['feat: a'],
      want: 'refused: order',
    },
    {
      name: 'a version above it that is asked for',
      tags: ['~v1.0.0'],
      commits: ['feat: a\n\nRelease-As: v1.1.0'],
      want: 'v1.1.0',
    },
    { name: 'a breaking change', tags: ['v1.2.3'], commits: ['feat!: a'], want: 'v2.0.0' },
    { name: 'a breaking change on 0.x', tags: ['v0.3.1'], commits: ['feat!: a'], want: 'v0.4.0' },
    {
      name: 'the same with `v0: major`',
      tags: ['v0.3.1'],
      commits: ['feat!: a'],
      over: { v0: 'major' },
      want: 'v1.0.0',
    },
    {
      name: 'nothing that asks',
      tags: ['v1.2.3'],
      commits: ['chore: a', 'Update README'],
      want: 'none: no commit since v1.2.3 asks for a release',
    },
    { name: 'the first version', commits: ['feat!: a', 'fix: b'], want: 'v0.1.0' },
    {
      name: 'the first version of a v2 module',
      commits: ['feat: a'],
      over: { pathMajor: 2 },
      want: 'v2.0.0',
    },
    {
      name: 'a path that moved to /v2',
      tags: ['v1.9.0'],
      commits: ['feat!: a'],
      over: { pathMajor: 2 },
      want: 'v2.0.0',
    },
    {
      name: 'no first version without a reason',
      commits: ['chore: a'],
      want: 'none: no commit asks for a release',
    },
    {
      name: 'leaving 0.x is said',
      tags: ['v0.9.0'],
      commits: ['chore: a\n\nRelease-As: v1.0.0'],
      want: 'v1.0.0',
    },
    {
      name: 'a Release-As below the last version',
      tags: ['v1.9.0'],
      commits: ['chore: a\n\nRelease-As: 1.8.0'],
      want: 'refused: order',
    },
    {
      name: 'a Release-As that is no version',
      tags: ['v1.9.0'],
      commits: ['chore: a\n\nRelease-As: 2'],
      want: 'refused: Release-As',
    },
    {
      name: 'a Release-As with build metadata, as it is written',
      tags: ['v1.9.0'],
      commits: ['chore: a\n\nRelease-As: 1.10.0+b'],
      want: 'v1.10.0+b',
    },
    {
      name: 'a candidate that a Release-As asked for, once more at its commit',
      tags: ['v1.0.0', '=v2.0.0-rc.1'],
      earlier: ['feat: a\n\nRelease-As: v2.0.0-rc.1'],
      want: 'v2.0.0-rc.1',
    },
    {
      name: 'a Release-As that was answered has no say any more',
      tags: ['v1.0.0', 'v1.1.0-rc.1'],
      commits: ['fix: b'],
      earlier: ['feat: a\n\nRelease-As: v1.1.0-rc.1'],
      want: 'v1.1.0',
    },
    {
      name: 'a fresh Release-As for a version that exists',
      tags: ['v1.0.0', 'v1.1.0-rc.1'],
      commits: ['fix: b\n\nRelease-As: v1.1.0-rc.1'],
      want: 'refused: taken',
    },
    {
      name: 'a commit that has its version keeps it',
      tags: ['v1.2.3', '=v1.3.0'],
      commits: ['feat: a'],
      want: 'v1.3.0',
    },
    {
      name: 'a commit that later releases contain',
      tags: ['v1.2.3', '>v1.3.0'],
      commits: ['feat: a'],
      want: 'none: this commit is part of v1.3.0',
    },
    {
      name: 'a version that is taken elsewhere',
      tags: ['v1.2.3', '~v1.3.0'],
      commits: ['feat: a'],
      want: 'refused: taken',
    },
    {
      name: 'a retracted version is stepped over',
      tags: ['v1.2.3'],
      commits: ['fix: a'],
      over: { retracted: [{ major: 1, minor: 2, patch: 4, prerelease: [], build: '' }] },
      want: 'v1.2.5',
    },

    {
      name: 'a candidate of a feature',
      channel: RC,
      tags: ['v1.2.3'],
      commits: ['feat: a'],
      want: 'v1.3.0-rc.1',
    },
    {
      name: 'the next candidate',
      channel: RC,
      tags: ['v1.2.3', 'v1.3.0-rc.1'],
      commits: ['fix: b'],
      earlier: ['feat: a'],
      want: 'v1.3.0-rc.2',
    },
    {
      name: 'candidates count as numbers',
      channel: RC,
      tags: ['v1.2.3', 'v1.3.0-rc.9', '~v1.3.0-rc.10'],
      commits: ['fix: b'],
      earlier: ['feat: a'],
      want: 'v1.3.0-rc.11',
    },
    {
      name: 'a candidate that breaks',
      channel: RC,
      tags: ['v1.2.3', 'v1.3.0-rc.1'],
      commits: ['feat!: b'],
      earlier: ['feat: a'],
      want: 'v2.0.0-rc.1',
    },
    {
      name: 'no candidate without a change',
      channel: RC,
      tags: ['v1.2.3', 'v1.3.0-rc.1'],
      commits: ['docs: b'],
      earlier: ['feat: a'],
      want: 'none: no commit since v1.3.0-rc.1 asks for a release',
    },
    {
      name: 'another channel counts for itself',
      channel: RC,
      tags: ['v1.2.3', 'v1.3.0-beta.4'],
      earlier: ['feat: a'],
      want: 'v1.3.0-rc.1',
    },
    {
      name: 'a candidate of a commit that is released',
      channel: RC,
      tags: ['v1.2.3', '=v1.3.0'],
      commits: ['feat: a'],
      want: 'none: this commit is part of v1.3.0',
    },
    { name: 'the first candidate', channel: RC, commits: ['feat: a'], want: 'v0.1.0-rc.1' },

    {
      name: 'a candidate becomes stable',
      tags: ['v1.2.3', 'v1.3.0-rc.2'],
      earlier: ['feat: a'],
      want: 'v1.3.0',
    },
    {
      name: 'at the same commit too',
      tags: ['v1.2.3', '=v1.3.0-rc.2'],
      commits: [],
      earlier: ['feat: a'],
      want: 'v1.3.0',
    },
    {
      name: 'what leads to 2.0.0 is not released as less',
      tags: ['v1.2.3', 'v2.0.0-rc.1'],
      commits: ['fix: b'],
      want: 'v2.0.0',
    },
    {
      name: 'a breaking change beyond the candidate',
      tags: ['v1.3.0-rc.1'],
      commits: ['feat!: b'],
      want: 'v2.0.0',
    },
    {
      name: 'a feature beyond the candidate of a patch',
      tags: ['v1.3.1-rc.1'],
      commits: ['feat: b'],
      want: 'v1.4.0',
    },

    {
      name: 'a fix of a line',
      channel: line(1, 4),
      tags: ['v1.4.2', 'v1.5.0'],
      commits: ['fix: a'],
      want: 'v1.4.3',
    },
    {
      name: 'a feature on the line of a minor',
      channel: line(1, 4),
      tags: ['v1.4.2'],
      commits: ['feat: a'],
      want: 'refused: maintenance branch',
    },
    {
      name: 'a feature on the line of a major',
      channel: line(1),
      tags: ['v1.4.2'],
      commits: ['feat: a'],
      want: 'v1.5.0',
    },
    {
      name: 'a breaking change on it',
      channel: line(1),
      tags: ['v1.4.2'],
      commits: ['feat!: a'],
      want: 'refused: maintenance branch',
    },
    {
      name: 'a line that main has gone beyond',
      channel: line(1, 4),
      tags: ['v1.4.2', '>v1.6.0'],
      commits: ['fix: a'],
      want: 'v1.4.3',
    },
  ];
  it.each(rows)('$name: $want', (row) => {
    expect(next(row)).toBe(row.want);
  });
});

describe('the table of messages', () => {
  /** What a release branch makes of each message; `none` is a repository without a tag. */
  const BASES = [
    { base: 'v1.2.3', major: 'v2.0.0', minor: 'v1.3.0', patch: 'v1.2.4', none: 'none' },
    { base: 'v0.3.1', major: 'v0.4.0', minor: 'v0.4.0', patch: 'v0.3.2', none: 'none' },
    { base: 'v1.3.0-rc.1', major: 'v2.0.0', minor: 'v1.3.0', patch: 'v1.3.0', none: 'v1.3.0' },
    { base: 'none', major: 'v0.1.0', minor: 'v0.1.0', patch: 'v0.1.0', none: 'none' },
  ];
  it('has at least 44 rows', () => expect(MESSAGES.length).toBeGreaterThanOrEqual(44));

  it.each(BASES)('moves on from $base', ({ base, ...want }) => {
    const tags = base === 'none' ? [] : [known(base)];
    for (const { rule, messages, want: bump } of MESSAGES) {
      const reading = readCommits(log(...messages));
      const facts = { channel: RELEASE, pathMajor: undefined, tags, retracted: [], v0: 'minor' } as const;
      const chosen = chooseNext({ ...facts, sinceStable: reading, sinceNewest: reading });
      expect('version' in chosen ? formatVersion(chosen.version) : 'none', rule).toBe(want[bump]);
    }
  });
});
