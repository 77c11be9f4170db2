import { type GoModule, parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { findTaggedModule } from '../../../../actions/semver-release/src/go-rules/tag-rules.ts';
import type { PlanPolicy, ReleaseFacts } from '../../../../actions/semver-release/src/plan/facts.ts';
import { planRelease } from '../../../../actions/semver-release/src/plan/plan.ts';
import { readCommits } from '../../../../actions/semver-release/src/version/bump.ts';
import { areOnlyFixes, judgePolicy } from '../../../../actions/semver-release/src/version/policy.ts';
import { findPrevious } from '../../../../actions/semver-release/src/version/previous.ts';
import { isRetracted } from '../../../../actions/semver-release/src/version/retractions.ts';
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

type Over = {
  modules?: GoModule[];
  mains?: string[];
  /** Ancestors of the commit. */
  tags?: string[];
  commits?: string[];
  files?: string[];
  /** Tags that are not ancestors. */
  elsewhere?: string[];
  api?: ReleaseFacts['api'];
  previousPath?: string;
  retract?: { low: string; high: string }[];
  repository?: string;
  /** Embedded files of Git LFS. */
  pointers?: string[];
};

function facts(name: string, over: Over = {}): ReleaseFacts {
  const { dir, version } = tag(name);
  const commits = (over.commits ?? []).map((message, index) => ({
    sha: String(index).padEnd(40, '0'),
    parents: [],
    author: 'a',
    message,
  }));
  const reading = readCommits(commits);
  const modules = over.modules ?? [module('.', 'm.test/app')];
  const retractions = over.retract ?? [];
  const previous = findPrevious(version, dir, (over.tags ?? []).map(tag), (each) =>
    isRetracted(each, retractions),
  );
  return {
    tag: tag(name),
    commit: 'c'.repeat(40),
    committed: new Date('2026-01-02T03:04:05Z'),
    module: findTaggedModule(tag(name), modules),
    modules,
    forge: { host: 'github.com', repository: over.repository ?? 'octo/app' },
    siblings: {
      modules,
      tags: new Set([...(over.tags ?? []), ...(over.elsewhere ?? [])]),
      commitTime: (revision) => (revision === 'abcdefabcdef' ? '20260101000000' : undefined),
    },
    files: ['go.mod', ...(over.files ?? [])].map((path) => ({ path, bytes: 1 })),
    embeddedPointers: over.pointers ?? [],
    mains: over.mains ?? [],
    unbuilt: [],
    previous,
    previousPath: over.previousPath,
    notesStart: previous.notes?.name,
    reading,
    required: reading.requirement,
    api: over.api,
    retractions,
    mirror: { state: 'free' },
    mirrorUrl: undefined,
  };
}

describe('planRelease', () => {
  const rows: {
    name: string;
    tag: string;
    over?: Over;
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
    // The rules of Go, beyond the major version.
    ...[
      'm.test/app/v1',
      'm.test/app/v0',
      'm.test/app/v02',
      'm.test/app/v2.1',
      'm.test/App.',
      'M.test/app',
      'm.test/con/x',
      'm.test/a//b',
      '-m.test/app',
      'm.test/.x',
      'gopkg.in/yaml',
      'gopkg.in/yaml.v01',
    ].map((path) => ({
      name: `case release/04: refuses \`module ${path}\`, which Go calls malformed`,
      tag: 'v1.0.0',
      over: { modules: [module('.', path)] },
      want: ['path form'],
    })),
    {
      name: 'case release/04: refuses a path without the name of a host, which nobody can fetch',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'app')] },
      want: ['path form'],
    },
    {
      name: 'a path without the name of a host may release binaries',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'app')] },
      policy: { installCheck: 'warn' },
      want: ['(path form)'],
    },
    {
      name: 'case release/05: refuses a nested module under the former name of its folder',
      tag: 'tools/v1.0.0',
      over: { modules: [module('.', 'm.test/app'), module('tools', 'm.test/app/tool')] },
      want: ['module path'],
    },
    {
      name: 'case release/05: refuses a major version in the middle of a nested path',
      tag: 'tools/v1.0.0',
      over: { modules: [module('.', 'm.test/app/v5'), module('tools', 'm.test/app/v5/tools')] },
      want: ['module path'],
    },
    {
      name: 'accepts a nested module beside a root with a major version',
      tag: 'tools/v1.0.0',
      over: { modules: [module('.', 'm.test/app/v5'), module('tools', 'm.test/app/tools')] },
      want: [],
    },
    {
      name: 'refuses a nested path on the forge that leaves out a folder, root module or not',
      tag: 'a/b/v1.0.0',
      over: { modules: [module('a/b', 'github.com/octo/app/b')] },
      want: ['module path'],
    },
    {
      name: 'refuses a root module whose path names a folder',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'github.com/octo/app/cmd')] },
      want: ['module path'],
    },
    {
      name: 'accepts other letter case of the repository, as the forge does',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'github.com/Octo/App')] },
      want: [],
    },
    {
      name: 'warns about the path of another repository: a fork, or a former name',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'github.com/other/app')] },
      want: ['(repository path)'],
    },
    {
      name: 'doubts a nested path that does not end in its folder',
      tag: 'tools/v1.0.0',
      over: { modules: [module('tools', 'vanity.test/tool')] },
      want: ['module path'],
    },
    {
      name: 'accepts a nested path that ends in its folder where the root has no module',
      tag: 'api/client/v1.0.0',
      over: { modules: [module('api/client', 'vanity.test/x/api/client')] },
      want: [],
    },
    ...['v0.0.0-00010101000000-000000000000', 'v1.0.0-00010101000000-000000000000'].map((version) => ({
      name: `case release/08: refuses a requirement on ${version}`,
      tag: 'v1.0.0',
      over: {
        modules: [
          module('.', 'm.test/app', `require m.test/app/lib ${version}`),
          module('lib', 'm.test/app/lib'),
        ],
      },
      want: ['requirement'],
    })),
    {
      name: 'case release/08: refuses a sibling at v0.0.0 behind a replace',
      tag: 'v1.0.0',
      over: {
        modules: [
          module('.', 'm.test/app', 'require m.test/app/lib v0.0.0\nreplace m.test/app/lib => ./lib'),
          module('lib', 'm.test/app/lib'),
        ],
      },
      want: ['requirement'],
    },
    {
      name: 'refuses v0.0.0 of a foreign module behind a replace',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'm.test/app', 'require x.test/y v0.0.0\nreplace x.test/y => ../y')] },
      want: ['requirement'],
    },
    {
      name: 'accepts a sibling whose tag exists, on whatever branch',
      tag: 'v1.0.0',
      over: {
        modules: [
          module('.', 'm.test/app', 'require m.test/app/lib v0.3.0'),
          module('lib', 'm.test/app/lib'),
        ],
        elsewhere: ['lib/v0.3.0'],
      },
      want: [],
    },
    {
      name: 'accepts a pseudo-version of a commit that is here, and no other',
      tag: 'v1.0.0',
      over: {
        modules: [
          module(
            '.',
            'm.test/app',
            'require m.test/app/lib v0.0.0-20260101000000-abcdefabcdef\nrequire m.test/app/two v0.0.0-20260101000000-abcdefabcde0',
          ),
          module('lib', 'm.test/app/lib'),
          module('two', 'm.test/app/two'),
        ],
      },
      want: ['requirement'],
    },
    ...[
      { name: 'another time than its commit has', version: 'v0.0.0-20260101000001-abcdefabcdef' },
      { name: 'a tag before it that is not there', version: 'v0.3.1-0.20260101000000-abcdefabcdef' },
      {
        name: 'a candidate before it that is not there',
        version: 'v1.0.0-rc.1.0.20260101000000-abcdefabcdef',
      },
    ].map(({ name, version }) => ({
      name: `case release/08: refuses a pseudo-version with ${name}`,
      tag: 'v1.0.0',
      over: {
        modules: [
          module('.', 'm.test/app', `require m.test/app/lib ${version}`),
          module('lib', 'm.test/app/lib'),
        ],
      },
      want: ['requirement'],
    })),
    {
      name: 'accepts a pseudo-version after a tag that is there',
      tag: 'v1.0.0',
      over: {
        modules: [
          module('.', 'm.test/app', 'require m.test/app/lib v0.3.1-0.20260101000000-abcdefabcdef'),
          module('lib', 'm.test/app/lib'),
        ],
        elsewhere: ['lib/v0.3.0'],
      },
      want: [],
    },
    {
      name: 'case release/05: refuses the tag of a folder that only holds a major version',
      tag: 'v2/v2.0.0',
      over: { modules: [module('.', 'm.test/app'), module('v2', 'm.test/app/v2')] },
      want: ['tag prefix'],
    },
    {
      name: 'case release/05: refuses it in a folder, too',
      tag: 'tools/v2/v2.0.0',
      over: { modules: [module('tools/v2', 'm.test/app/tools/v2')] },
      want: ['tag prefix'],
    },
    {
      name: 'accepts v2 at the root beside a folder v2 with a module of its own',
      tag: 'v2.1.0',
      over: { modules: [module('.', 'm.test/app/v2'), module('v2', 'm.test/app/v2/v2')] },
      want: [],
    },
    {
      name: 'refuses a folder v2 whose path forgot it',
      tag: 'v2.0.0',
      over: { modules: [module('.', 'm.test/app'), module('v2', 'm.test/app')] },
      want: ['path suffix', 'module path'],
    },
    {
      name: 'accepts the same path in a folder that Go never asks for it',
      tag: 'v1.0.0',
      over: { modules: [module('.', 'm.test/app'), module('testdata/copy', 'm.test/app')] },
      want: [],
    },
    ...[
      'v1.2.4-0.20260101000000-abcdefabcdef',
      'v1.2.4-rc.1.0.20260101000000-abcdefabcdef',
      'v0.0.0-20260101000000-abcdefabcdef',
    ].map((name) => ({
      name: `refuses the form of a pseudo-version: ${name}`,
      tag: name,
      want: ['pseudo-version'],
    })),
    {
      name: 'case release/10: goes on below a version that was taken back',
      tag: 'v1.5.1',
      over: {
        tags: ['v1.5.0', 'v1.99.0', 'v1.99.1'],
        commits: ['fix: a'],
        retract: [{ low: 'v1.99.0', high: 'v1.99.1' }],
      },
      want: [],
    },
    {
      name: 'says that a release takes itself back',
      tag: 'v1.99.1',
      over: { tags: ['v1.5.0', 'v1.99.0'], retract: [{ low: 'v1.99.0', high: 'v1.99.1' }] },
      want: ['(retract)'],
    },
    {
      name: 'refuses rc10 after rc9, which Go puts before it',
      tag: 'v1.0.0-rc10',
      over: { tags: ['v1.0.0-rc9'] },
      want: ['order'],
    },
    { name: 'accepts rc.10 after rc.9', tag: 'v1.0.0-rc.10', over: { tags: ['v1.0.0-rc.9'] }, want: [] },
    {
      name: 'refuses a beta after a candidate',
      tag: 'v1.0.0-beta.1',
      over: { tags: ['v1.0.0-rc.1'] },
      want: ['order'],
    },
    ...[
      ['a.go', 'A.go'],
      ['x/a.go', 'X/b.go'],
      ['bad:name.go'],
      ['dir./a.go'],
      ['aux.go'],
      ['a*b'],
      ['GO.MOD'],
    ].map((files) => ({
      name: `refuses files that Go cannot pack: ${files.join(', ')}`,
      tag: 'v1.0.0',
      over: { files },
      want: ['module zip'],
    })),
    {
      name: 'packs what Go packs',
      tag: 'v1.0.0',
      over: {
        files: ['a b.go', 'ünï.md', '.github/x.yml', 'vendor/x.test/A/a.go', 'vendor/x.test/a/a.go'],
      },
      want: [],
    },
    {
      name: 'refuses a patch with a new exported function, and names it',
      tag: 'v1.4.1',
      over: { tags: ['v1.4.0'], commits: ['fix: a'], api: { incompatible: [], compatible: ['New: added'] } },
      want: ['bump'],
    },
    {
      name: 'refuses a minor that removes one',
      tag: 'v1.5.0',
      over: { tags: ['v1.4.0'], commits: ['feat: a'], api: { incompatible: ['F: removed'], compatible: [] } },
      want: ['bump'],
    },
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
      onlyFixes: false,
      previous: 'v1.4.0',
      module: { path: 'm.test/app', dir: '.' },
      mains: [],
      required: 'minor',
      retractions: [],
    });
  });
});

describe('what Go makes of the files of a commit', () => {
  it('case release/05: a go.mod that is a link is none', () => {
    const linked = { ...facts('v1.0.0'), files: [{ path: 'lib.go', bytes: 1 }] };
    const [refusal] = planRelease(linked, POLICY).refusals;
    expect(refusal?.found).toContain('go.mod is no regular file of the commit');
  });

  it('says that Go users get the pointer of an embedded Git LFS file', () => {
    const { refusals, warnings } = planRelease(facts('v1.0.0', { pointers: ['a.bin'] }), POLICY);
    expect([refusals, warnings.map(({ rule }) => rule)]).toEqual([[], ['Git LFS']]);
  });
});

describe('judgePolicy', () => {
  it.each([
    { name: 'v1.0.0', want: ['major', true, false, 'prod'] },
    { name: 'v1.5.0', want: ['minor', true, false, 'prod'] },
    { name: 'v0.5.0', want: ['minor', true, false, 'prod'] },
    { name: 'v1.5.1', want: ['patch', false, false, 'prod'] },
    { name: 'v2.0.0-rc.1', want: ['prerelease', false, true, 'staging'] },
  ])('$name is $want', ({ name, want }) => {
    const { type, formal, prerelease, registry } = judgePolicy(tag(name).version);
    expect([type, formal, prerelease, registry]).toEqual(want);
  });
});

describe('areOnlyFixes', () => {
  const rows: { messages: string[]; want: boolean }[] = [
    { messages: ['fix: a'], want: true },
    { messages: ['fix: a', 'chore: b', 'test: c', 'ci: d'], want: true },
    { messages: ['fix: a', 'feat: b'], want: false },
    { messages: ['fix: a', 'docs: b'], want: false },
    { messages: ['fix!: a'], want: false },
    { messages: ['fix: a', 'Add a page'], want: false },
    { messages: ['chore: a'], want: false },
    { messages: [], want: false },
  ];
  it.each(rows)('$messages: $want', ({ messages, want }) => {
    const { changes, others } = facts('v1.0.0', { commits: messages }).reading;
    expect(areOnlyFixes(changes, others.length)).toBe(want);
  });
});
