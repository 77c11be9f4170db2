import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Releases, runWithoutGo, serveReleases } from './releases.ts';

const VERSIONS = [
  'go1.19beta1',
  'go1.22.12',
  'go1.23.4',
  'go1.24.11',
  'go1.25rc2',
  'go1.25.0',
  'go1.25.5',
  'go1.25.9',
  'go1.26.8',
  'go1.27rc1',
];

let releases: Releases;
beforeAll(async () => {
  releases = await serveReleases(VERSIONS);
});
afterAll(() => releases.close());

/** The inputs of one documented snippet, the files that it takes for granted, and the Go that it installs. */
type Snippet = {
  readonly name: string;
  readonly with: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the snippet's mirror lies on our server; else go.dev, for which the server stands in. */
  readonly mirror?: string;
  readonly want: string;
};

const MODULE = 'module example.com/app\n\ngo 1.25\n';

/** README.md and docs/advanced-usage.md of actions/setup-go at v7 (fba3fb4), from top to bottom; a matrix is one row a value. */
const SNIPPETS: readonly Snippet[] = [
  {
    name: 'usage: every input at once',
    with: {
      'go-version': '1.23',
      'go-version-file': 'go.mod',
      'check-latest': 'false',
      token: 'ghs_of_the_job',
      cache: 'true',
      'cache-dependency-path': 'go.sum',
      architecture: 'x64',
      'go-download-base-url': '',
    },
    files: { 'go.mod': MODULE, 'go.sum': '' },
    want: '1.23.4',
  },
  { name: 'basic', with: { 'go-version': '1.25' }, want: '1.25.9' },
  { name: 'syntax: a full version', with: { 'go-version': '1.24.11' }, want: '1.24.11' },
  { name: 'syntax: a range with ^', with: { 'go-version': '^1.25.1' }, want: '1.26.8' },
  { name: 'syntax: a range with ~', with: { 'go-version': '~1.24.1' }, want: '1.24.11' },
  { name: 'syntax: a range from a candidate', with: { 'go-version': '>=1.25.0-rc.1' }, want: '1.26.8' },
  { name: 'syntax: a range below', with: { 'go-version': '<1.25.0' }, want: '1.24.11' },
  { name: 'syntax: a range between', with: { 'go-version': '>=1.22.0 <1.24.0' }, want: '1.23.4' },
  { name: 'syntax: a wildcard for the patch', with: { 'go-version': '1.25.x' }, want: '1.25.9' },
  { name: 'syntax: a wildcard for the minor', with: { 'go-version': '1.x' }, want: '1.26.8' },
  { name: 'the exact version', with: { 'go-version': '1.25.5' }, want: '1.25.5' },
  { name: 'a release candidate', with: { 'go-version': '1.25.0-rc.2' }, want: '1.25rc2' },
  { name: 'a beta', with: { 'go-version': '1.19.0-beta.1' }, want: '1.19beta1' },
  { name: 'stable', with: { 'go-version': 'stable' }, want: '1.26.8' },
  { name: 'oldstable', with: { 'go-version': 'oldstable' }, want: '1.25.9' },
  { name: 'a range of candidates', with: { 'go-version': '>=1.24.0-rc.1' }, want: '1.26.8' },
  ...['1.22', '1.24', '1.25'].map((version) => ({
    name: `the matrix: ${version}`,
    with: { 'go-version': version },
    want: { '1.22': '1.22.12', '1.24': '1.24.11', '1.25': '1.25.9' }[version] ?? '',
  })),
  {
    name: 'a go.mod elsewhere',
    with: { 'go-version-file': 'path/to/go.mod' },
    files: { 'path/to/go.mod': 'module m\n\ngo 1.24.0\n\ntoolchain go1.25.5\n' },
    want: '1.25.5',
  },
  {
    name: '.go-version',
    with: { 'go-version-file': '.go-version' },
    files: { '.go-version': '1.24.11\n' },
    want: '1.24.11',
  },
  {
    name: '.tool-versions',
    with: { 'go-version-file': '.tool-versions' },
    files: { '.tool-versions': 'nodejs 24.1.0\ngolang 1.25.5\n' },
    want: '1.25.5',
  },
  {
    name: 'go.work',
    with: { 'go-version-file': 'go.work' },
    files: { 'go.work': 'go 1.25\n\nuse ./app\n', 'app/go.mod': MODULE },
    want: '1.25.9',
  },
  { name: 'check-latest', with: { 'go-version': '1.25', 'check-latest': 'true' }, want: '1.25.9' },
  {
    name: 'caching in a monorepo',
    with: { 'go-version': '1.25', 'cache-dependency-path': 'subdir/go.sum' },
    files: { 'subdir/go.mod': MODULE, 'subdir/go.sum': '' },
    want: '1.25.9',
  },
  {
    name: 'caching of several modules by a pattern',
    with: { 'go-version': '1.25', 'cache-dependency-path': '**/go.sum' },
    files: { 'a/go.mod': MODULE, 'a/go.sum': '', 'b/go.mod': MODULE, 'b/go.sum': '' },
    want: '1.25.9',
  },
  {
    name: 'caching of several modules by name',
    with: { 'go-version': '1.25', 'cache-dependency-path': 'subdir/go.sum\ntools/go.sum\n' },
    files: { 'subdir/go.sum': '', 'tools/go.sum': '' },
    want: '1.25.9',
  },
  {
    name: 'several targets',
    with: { 'go-version': '1.25', 'cache-dependency-path': 'go.sum\nenv.txt\n' },
    files: { 'go.mod': MODULE, 'go.sum': '', 'env.txt': 'linux amd64\n' },
    env: { GOOS: 'linux', GOARCH: 'amd64' },
    want: '1.25.9',
  },
  {
    name: 'a cache that follows the sources',
    with: { 'go-version': '1.25', 'cache-dependency-path': 'go.sum\n**/*.go\n' },
    files: { 'go.mod': MODULE, 'go.sum': '', 'cmd/main.go': 'package main\n' },
    want: '1.25.9',
  },
  { name: 'a cache of their own', with: { 'go-version': '1.25.5', cache: 'false' }, want: '1.25.5' },
  { name: 'the version as an output', with: { 'go-version': '^1.24' }, want: '1.26.8' },
  { name: 'the hit as an output', with: { 'go-version': '1.24', cache: 'true' }, want: '1.24.11' },
  { name: 'another build of Go', with: { 'go-version': '1.25' }, mirror: 'dl', want: '1.25.9' },
  {
    name: 'a mirror that wants a token',
    with: { 'go-version': '1.25', token: 's3cret' },
    mirror: 'private',
    want: '1.25.9',
  },
  { name: 'GHES', with: { token: 's3cret', 'go-version': '1.25' }, want: '1.25.9' },
];

describe('a snippet of the documentation of actions/setup-go, with another `uses:`', () => {
  it.concurrent.each(SNIPPETS)(
    'runs: $name',
    async ({ with: inputs, files = {}, env = {}, mirror, want }) => {
      const base = `${releases.url}/${mirror ?? 'dl'}`;
      const given = mirror ? { ...inputs, 'go-download-base-url': base } : inputs;
      const result = await runWithoutGo({
        files,
        inputs: given,
        env: { ...env, ...(mirror ? {} : { GO_DOWNLOAD_BASE_URL: base }) },
      });
      expect(result.annotations).toEqual([]);
      expect(result.outputs).toMatchObject({ 'go-version': want, 'cache-hit': 'false' });
    },
  );

  it('finds its mirror in the environment, too, and says when that one wants a token', async () => {
    const env = { GO_DOWNLOAD_BASE_URL: `${releases.url}/private` };
    const inputs = { 'go-version': '1.25.0' };
    const known = await runWithoutGo({ files: {}, inputs: { ...inputs, token: 's3cret' }, env });
    expect(known.outputs['go-version']).toBe('1.25.0');
    expect(known.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('s3cret');
    const unknown = await runWithoutGo({ files: {}, inputs: { ...inputs, token: 'wrong' }, env });
    expect(unknown.code).toBe(1);
    expect(unknown.annotations[0]?.message).toContain('answered 401');
  });
});
