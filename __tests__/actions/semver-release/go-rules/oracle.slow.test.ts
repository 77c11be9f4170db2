import { createProject, type Project } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { findPathFault } from '../../../../actions/semver-release/src/go-rules/module-path.ts';
import { judgeZip } from '../../../../actions/semver-release/src/go-rules/zip-rules.ts';

/** What `go` fetches from a repository without any mirror: a path with `.git` in it needs no server that answers for it. */
async function download(repository: string, consumer: Project, module: string): Promise<string | undefined> {
  const env = {
    GOPROXY: 'direct',
    GOSUMDB: 'off',
    GOFLAGS: '-mod=mod -modcacherw',
    GOMODCACHE: consumer.path('modcache'),
    GIT_ALLOW_PROTOCOL: 'file:https',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.file://${repository}.insteadOf`,
    GIT_CONFIG_VALUE_0: 'https://example.test/app',
  };
  return consumer.exec('go', ['mod', 'download', module], { env }).then(
    () => undefined,
    (error: unknown) => String(error),
  );
}

describe('the rules of the go command', () => {
  const paths = [
    ...[
      'm.test/app',
      'm.test/app/v2',
      'm.test/x/v10',
      'gopkg.in/yaml.v3',
      'gopkg.in/yaml.v0',
      'gopkg.in/a/b.v2-unstable',
    ],
    ...[
      'm.test/app/v1',
      'm.test/app/v0',
      'm.test/app/v02',
      'm.test/app/v2.1',
      'm.test/app/v',
      'm.test/v2app',
      'm.test/app.v2',
    ],
    ...[
      'app',
      'app/x',
      'm.test',
      'M.test/app',
      'm.test/App',
      'm.test/App.',
      'm.test/.x',
      'm.test/..',
      'm.test/a//b',
      '/m.test/a',
      'm.test/a/',
    ],
    ...[
      'm.test/con',
      'm.test/Aux.go',
      'm.test/com1/x',
      'm.test/com0',
      'm.test/a~1',
      'm.test/a~b',
      'm.test/a b',
      'm.test/ü',
      'm.test/a+b',
      'm.test/a@b',
    ],
    ...[
      '-m.test/a',
      'm_x.test/a',
      'm.test/-a',
      'gopkg.in/yaml',
      'gopkg.in/yaml.v01',
      '1.test/a',
      'm.test/a_b-c.d~e',
    ],
  ];
  it('say of a module path what we say (x/mod/module.CheckPath)', { timeout: 120_000 }, async () => {
    await using project = await createProject({ 'go.mod': 'module q.test/q\n' });
    for (const path of paths) {
      const said = await project
        .exec('go', ['list', '-m', '--', `${path}@v1.0.0`], { env: { GOPROXY: 'off', GOFLAGS: '-mod=mod' } })
        .catch((error: unknown) => String(error));
      // `@` in a path is the version's to the command line; go.mod would refuse it.
      const refused =
        /malformed module path|invalid module path|malformed import path/.test(said) || path.includes('@');
      expect(findPathFault(path) !== undefined, `${path}: ${said}`).toBe(refused);
    }
  });

  const trees: { name: string; files: string[] }[] = [
    { name: 'plain files', files: ['b.go', 'dir/ü.md', '.github/x.yml', 'a b.txt', '_x/y'] },
    { name: 'an apostrophe', files: ["it's"] },
    { name: 'two names that differ by case', files: ['a.txt', 'A.txt'] },
    { name: 'two folders that differ by case', files: ['x/a.txt', 'X/b.txt'] },
    { name: 'a colon', files: ['a:b'] },
    { name: 'a star', files: ['a*b'] },
    { name: 'a name of Windows', files: ['aux.go.txt'] },
    { name: 'a dot at the end', files: ['dir./x'] },
    { name: 'an emoji', files: ['x/😀.txt'] },
    { name: 'a backslash', files: ['a\\b'] },
    { name: 'vendored names that differ by case', files: ['vendor/x.test/a/a.go', 'vendor/x.test/A/a.go'] },
    { name: 'a tilde and digits', files: ['a~1'] },
  ];
  it.each(trees)('say of $name in a module zip what we say (x/mod/zip)', async ({ files }) => {
    await using project = await createProject(
      { 'go.mod': 'module example.test/app.git\n\ngo 1.24\n', 'a.go': 'package a\n' },
      { git: true },
    );
    await project.commit('feat: a', Object.fromEntries(files.map((file) => [file, 'x'])));
    await project.git('tag', 'v1.0.0');
    await using consumer = await createProject({ 'go.mod': 'module q.test/q\n' });
    const said = await download(project.dir, consumer, 'example.test/app.git@v1.0.0');
    const breaches = judgeZip(['go.mod', 'a.go', ...files].map((path) => ({ path, bytes: 1 })));
    expect(breaches.length > 0, `go said: ${said}`).toBe(said !== undefined);
  });

  it('case release/05: find a nested module by the path of the repository and its folder alone', async () => {
    await using project = await createProject(
      {
        'go.mod': 'module example.test/app.git/v5\n\ngo 1.24\n',
        'tools/go.mod': 'module example.test/app.git/v5/tools\n\ngo 1.24\n',
        'right/go.mod': 'module example.test/app.git/right\n\ngo 1.24\n',
      },
      { git: true },
    );
    for (const tag of ['v5.0.0', 'tools/v1.0.0', 'right/v1.0.0']) await project.git('tag', tag);
    await using consumer = await createProject({ 'go.mod': 'module q.test/q\n' });
    expect(await download(project.dir, consumer, 'example.test/app.git/v5/tools@v1.0.0')).toMatch(
      /unknown revision|not found|invalid version/,
    );
    expect(await download(project.dir, consumer, 'example.test/app.git/right@v1.0.0')).toBeUndefined();
  });

  it('case release/05: look for v2 in a folder v2 by the tag of the folder above alone', async () => {
    await using project = await createProject(
      {
        'go.mod': 'module example.test/app.git\n\ngo 1.24\n',
        'v2/go.mod': 'module example.test/app.git/v2\n\ngo 1.24\n',
        'copy/go.mod': 'module example.test/app.git\n\ngo 1.24\n',
      },
      { git: true },
    );
    for (const tag of ['v1.0.0', 'v2/v2.0.0', 'v2.1.0']) await project.git('tag', tag);
    await using consumer = await createProject({ 'go.mod': 'module q.test/q\n' });
    const seen = async (module: string) => (await download(project.dir, consumer, module)) === undefined;
    expect(await seen('example.test/app.git/v2@v2.0.0')).toBe(false);
    expect(await seen('example.test/app.git/v2@v2.1.0')).toBe(true);
    expect(await seen('example.test/app.git@v1.0.0'), 'the copy of its path is in nobody’s way').toBe(true);
  });
});
