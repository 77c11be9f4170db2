import { type GoModule, parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { readCommits } from '../../../../actions/semver-release/src/commits/bump.ts';
import {
  type PlanFacts,
  type PlanPolicy,
  planRelease,
} from '../../../../actions/semver-release/src/plan/plan.ts';
import { judgePolicy } from '../../../../actions/semver-release/src/version/policy.ts';
import { findPrevious } from '../../../../actions/semver-release/src/version/previous.ts';
import { parseTag, type Tag } from '../../../../actions/semver-release/src/version/tag.ts';

const tag = (name: string): Tag => parseTag(name) ?? expect.fail(`${name} is no tag`);
const module = (dir: string, path: string, more = ''): GoModule => ({
  dir,
  path,
  goMod: parseGoMod(`module ${path}\n${more}`),
});
const POLICY: PlanPolicy = {
  kind: 'go',
  v0: 'minor',
  buildMetadata: 'reject',
  bumpCheck: 'error',
  installCheck: 'error',
};

function facts(
  name: string,
  over: { modules?: GoModule[]; mains?: string[]; tags?: string[]; commits?: string[] } = {},
): PlanFacts {
  const { dir, version } = tag(name);
  const commits = (over.commits ?? []).map((message, index) => ({
    sha: String(index).padEnd(40, '0'),
    author: 'a',
    message,
  }));
  const reading = readCommits(commits);
  return {
    tag: tag(name),
    commit: 'c'.repeat(40),
    committed: new Date('2026-01-02T03:04:05Z'),
    modules: over.modules ?? [module('.', 'm.test/app')],
    mains: over.mains ?? [],
    previous: findPrevious(version, dir, (over.tags ?? []).map(tag)),
    reading,
    required: reading.requirement,
  };
}

describe('planRelease', () => {
  const rows: {
    name: string;
    tag: string;
    over?: Parameters<typeof facts>[1];
    policy?: Partial<PlanPolicy>;
    want: string[];
  }[] = [
    { name: 'accepts a first version', tag: 'v0.1.0', want: [] },
    {
      name: 'accepts v2 with /v2',
      tag: 'v2.0.0',
      over: { modules: [module('.', 'm.test/app/v2')] },
      want: [],
    },
    { name: 'refuses v2 without /v2', tag: 'v2.0.0', want: ['path suffix'] },
    {
      name: 'refuses v1 with /v2',
      tag: 'v1.9.0',
      over: { modules: [module('.', 'm.test/app/v2')] },
      want: ['path suffix'],
    },
    {
      name: 'refuses v3 with /v2',
      tag: 'v3.0.0',
      over: { modules: [module('.', 'm.test/app/v2')] },
      want: ['path suffix'],
    },
    {
      name: 'accepts gopkg.in',
      tag: 'v3.1.0',
      over: { modules: [module('.', 'gopkg.in/yaml.v3')] },
      want: [],
    },
    {
      name: 'refuses another major of gopkg.in',
      tag: 'v2.1.0',
      over: { modules: [module('.', 'gopkg.in/yaml.v3')] },
      want: ['path suffix'],
    },
    {
      name: 'accepts a v2 folder',
      tag: 'v2.0.0',
      over: { modules: [module('.', 'm.test/app'), module('v2', 'm.test/app/v2')] },
      want: [],
    },
    {
      name: 'still releases v1 beside a v2 folder',
      tag: 'v1.1.0',
      over: { modules: [module('.', 'm.test/app'), module('v2', 'm.test/app/v2')] },
      want: [],
    },
    {
      name: 'tags a nested v2 folder by its parent',
      tag: 'sub/v2.0.0',
      over: { modules: [module('sub/v2', 'm.test/app/sub/v2')] },
      want: [],
    },
    {
      name: 'refuses the v2 folder in the tag',
      tag: 'sub/v2/v2.0.0',
      over: { modules: [module('sub', 'm.test/app/sub/v2')] },
      want: ['tag prefix'],
    },
    {
      name: 'refuses a phantom root',
      tag: 'v1.0.0',
      over: { modules: [module('sub', 'm.test/app/sub')] },
      want: ['phantom root'],
    },
    {
      name: 'refuses a module that is defined twice',
      tag: 'v2.0.0',
      over: { modules: [module('.', 'm.test/app/v2'), module('v2', 'm.test/app/v2')] },
      want: ['duplicate module'],
    },
    { name: 'refuses build metadata', tag: 'v1.0.0+a', want: ['build metadata'] },
    { name: 'allows build metadata', tag: 'v1.0.0+a', policy: { buildMetadata: 'allow' }, want: [] },
    {
      name: 'refuses a replace beside mains',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'm.test/app', 'replace a => ./b')], mains: ['m.test/app'] },
      want: ['replace'],
    },
    {
      name: 'accepts a replace in a library',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'm.test/app', 'replace a => ./b')] },
      want: [],
    },
    {
      name: 'only warns about a replace',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'm.test/app', 'replace a => ./b')], mains: ['m.test/app'] },
      policy: { installCheck: 'warn' },
      want: ['(replace)'],
    },
    {
      name: 'refuses what is too small',
      tag: 'v1.4.1',
      over: { tags: ['v1.4.0'], commits: ['feat: a'] },
      want: ['bump'],
    },
    {
      name: 'warns about what is too small',
      tag: 'v1.4.1',
      over: { tags: ['v1.4.0'], commits: ['feat: a'] },
      policy: { bumpCheck: 'warn' },
      want: ['(bump)'],
    },
    {
      name: 'looks away',
      tag: 'v1.4.1',
      over: { tags: ['v1.4.0'], commits: ['feat!: a'] },
      policy: { bumpCheck: 'off' },
      want: [],
    },
    {
      name: 'accepts what is larger',
      tag: 'v1.5.0',
      over: { tags: ['v1.4.0'], commits: ['fix: a'] },
      want: [],
    },
    {
      name: 'accepts a breaking minor on 0.x',
      tag: 'v0.5.0',
      over: { tags: ['v0.4.0'], commits: ['feat!: a'] },
      want: [],
    },
    {
      name: 'refuses a breaking patch on 0.x',
      tag: 'v0.4.1',
      over: { tags: ['v0.4.0'], commits: ['feat!: a'] },
      want: ['bump'],
    },
    {
      name: 'accepts a patch without commits that ask',
      tag: 'v1.4.1',
      over: { tags: ['v1.4.0'], commits: ['chore: a'] },
      want: [],
    },
    { name: 'refuses to fall behind', tag: 'v1.4.1', over: { tags: ['v1.4.0', 'v1.5.0'] }, want: ['order'] },
    {
      name: 'asks an artefact for no module',
      tag: 'v3.0.0',
      over: { modules: [] },
      policy: { kind: 'artefact' },
      want: [],
    },
  ];
  it.each(rows)('$name', ({ tag, over, policy, want }) => {
    const { refusals, warnings } = planRelease(facts(tag, over), { ...POLICY, ...policy });
    expect([...refusals.map(({ rule }) => rule), ...warnings.map(({ rule }) => `(${rule})`)]).toEqual(want);
    for (const { found, remedy } of [...refusals, ...warnings])
      expect(found.length * remedy.length).toBeGreaterThan(0);
  });

  it('is data that every job computes alike', () => {
    const { plan } = planRelease(facts('v1.5.0', { tags: ['v1.4.0'], commits: ['feat: a'] }), POLICY);
    expect(plan).toEqual({
      kind: 'go',
      tag: 'v1.5.0',
      version: '1.5.0',
      commit: 'c'.repeat(40),
      committed: '2026-01-02T03:04:05.000Z',
      type: 'minor',
      prerelease: false,
      previous: 'v1.4.0',
      module: { path: 'm.test/app', dir: '.' },
      mains: [],
      required: 'minor',
    });
  });
});

describe('judgePolicy', () => {
  it.each([
    { name: 'v1.0.0', want: ['major', true, false, false, 'prod'] },
    { name: 'v1.5.0', want: ['minor', true, false, false, 'prod'] },
    { name: 'v0.5.0', want: ['minor', true, false, false, 'prod'] },
    { name: 'v1.5.1', want: ['patch', false, false, true, 'prod'] },
    { name: 'v2.0.0-rc.1', want: ['prerelease', false, true, false, 'staging'] },
  ])('$name is $want', ({ name, want }) => {
    const { type, formal, prerelease, skipDocs, registry } = judgePolicy(tag(name).version);
    expect([type, formal, prerelease, skipDocs, registry]).toEqual(want);
  });
});
