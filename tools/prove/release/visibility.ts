import { createProject, runAction } from '@go-actions/test-kit';

const TAGS = [
  'v0.1.0',
  'v1.0.0',
  'v1.2',
  'v1',
  '1.2.3',
  'v1.2.3',
  'v1.2.3.4',
  'v01.2.3',
  'v1.2.3-rc.1',
  'v1.2.3-01',
  'v1.2.3+meta',
  'v2.0.0',
  'V1.3.0',
  'sub-v1.0.0',
  'sub/v0.1.0',
  'sub/v1.0.0',
  'sub/v1.1.0-beta',
  'sub/v2.0.0',
  'sub/1.0.0',
  'other/v1.0.0',
  'v1.4.0-a..b',
];

/**
 * One repository with good and odd tags, served to the go command over `insteadOf`: for each module the versions that
 * `go list -m -versions` names must be those that the action would release, and it must refuse all others.
 */
export async function proveVisibility({ every }: { every: number }): Promise<number> {
  await using project = await createProject(
    {
      'go.mod': 'module example.test/app.git\n\ngo 1.24\n',
      'a.go': 'package app\n',
      'sub/go.mod': 'module example.test/app.git/sub\n\ngo 1.24\n',
      'sub/a.go': 'package sub\n',
    },
    { git: true },
  );
  const made: string[] = [];
  for (const tag of TAGS) {
    await project.git('check-ref-format', `refs/tags/${tag}`).then(
      async () => {
        await project.git('tag', tag);
        made.push(tag);
      },
      () => console.log(`${tag}: git does not take it`),
    );
  }
  let failures = 0;
  for (const [index, tag] of made.entries()) {
    if (index % every !== 0) continue;
    const dir = tag.includes('/') ? tag.split('/').slice(0, -1).join('/') : '.';
    const visible = await listVersions(project.dir, dir);
    const wanted = visible.includes(tag.split('/').at(-1) ?? '');
    const result = await runAction('semver-release', {
      workspace: project.dir,
      inputs: { phase: 'plan', 'bump-check': 'off' },
      env: {
        GITHUB_REF: `refs/tags/${tag}`,
        GITHUB_REF_TYPE: 'tag',
        GITHUB_SHA: await project.git('rev-parse', 'HEAD'),
      },
    });
    const agreed = wanted === (result.code === 0);
    if (!agreed) failures += 1;
    console.log(
      `${tag.padEnd(18)} go: ${wanted ? 'visible  ' : 'invisible'} ours: ${result.code === 0 ? 'released' : 'refused '} ${agreed ? '' : 'DIFFERS'}`,
    );
  }
  return failures;
}

async function listVersions(repository: string, dir: string): Promise<string[]> {
  await using consumer = await createProject({ 'go.mod': 'module example.test/consumer\n' });
  const module = dir === '.' ? 'example.test/app.git' : `example.test/app.git/${dir}`;
  const env = {
    GOPROXY: 'direct',
    GONOSUMDB: '*',
    GOSUMDB: 'off',
    GOFLAGS: '-mod=mod',
    GOMODCACHE: consumer.path('modcache'),
    GIT_ALLOW_PROTOCOL: 'file:https',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.file://${repository}.insteadOf`,
    GIT_CONFIG_VALUE_0: 'https://example.test/app',
  };
  try {
    const answer = JSON.parse(
      await consumer.exec('go', ['list', '-m', '-versions', '-json', module], { env }),
    ) as { Versions?: string[] };
    return answer.Versions ?? [];
  } catch (error) {
    if (/no matching versions|not found|invalid: missing/.test(String(error))) return []; // Go sees no such module
    throw error;
  }
}
