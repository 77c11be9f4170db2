import { run } from '@go-actions/action-kit';
import { createProject, type Files, runAction } from '@go-actions/test-kit';

const MAIN = 'package main\n\nfunc main() {}\n';
const VERSIONS = ['go1.23.5', 'go1.24.4', 'go1.25.5', 'go1.26.8', 'go1.27.3'];

/** A repository and the tags on its only commit; the first one is released. */
const CASES: readonly { readonly name: string; readonly files: Files; readonly tags: readonly string[] }[] = [
  { name: 'root', files: { 'go.mod': 'module m.test/x\n\ngo 1.23\n', 'main.go': MAIN }, tags: ['v1.2.3'] },
  {
    name: 'RC and GA on one commit',
    files: { 'go.mod': 'module m.test/x\n\ngo 1.23\n', 'main.go': MAIN },
    tags: ['v1.2.3', 'v1.2.4-rc.1'],
  },
  {
    name: 'the RC of the two',
    files: { 'go.mod': 'module m.test/x\n\ngo 1.23\n', 'main.go': MAIN },
    tags: ['v1.2.4-rc.1', 'v1.2.3', 'v1.9.0'],
  },
  {
    name: 'root /v2',
    files: { 'go.mod': 'module m.test/x/v2\n\ngo 1.23\n', 'main.go': MAIN },
    tags: ['v2.0.1'],
  },
  {
    name: 'folder',
    files: {
      'go.mod': 'module m.test/x\n\ngo 1.23\n',
      'tools/cli/go.mod': 'module m.test/x/tools/cli\n\ngo 1.23\n',
      'tools/cli/main.go': MAIN,
    },
    tags: ['tools/cli/v0.3.0'],
  },
  {
    name: 'folder /v2, no root module',
    files: { 'tools/go.mod': 'module m.test/x/tools/v2\n\ngo 1.23\n', 'tools/main.go': MAIN },
    tags: ['tools/v2.0.0'],
  },
  {
    name: 'v2 folder',
    files: {
      'go.mod': 'module m.test/x\n\ngo 1.23\n',
      'v2/go.mod': 'module m.test/x/v2\n\ngo 1.23\n',
      'v2/main.go': MAIN,
    },
    tags: ['v2.0.0'],
  },
  {
    name: 'un-ignored dist/ in the work tree',
    files: { 'go.mod': 'module m.test/x\n\ngo 1.23\n', 'main.go': MAIN, 'dist/x': 'x' },
    tags: ['v1.2.3'],
  },
];

/** Builds each case with each Go; the action must prove the planned version, or warn that this Go cannot be trusted with it. */
export async function proveStamps({ every }: { every: number }): Promise<number> {
  let failures = 0;
  let count = 0;
  for (const version of VERSIONS) {
    if ((await run('go', ['version'], { env: { GOTOOLCHAIN: version } })).code !== 0) {
      console.log(`${version} cannot be had: skipped`);
      continue;
    }
    for (const { name, files, tags } of CASES) {
      if (count++ % every !== 0) continue;
      await using project = await createProject(files, { git: true });
      for (const tag of tags) await project.git('tag', tag);
      await project.write({ 'left-over.txt': 'an earlier step wrote this' });
      const result = await runAction('semver-release', {
        workspace: project.dir,
        inputs: { phase: 'build', targets: 'linux/amd64', 'bump-check': 'off' },
        env: {
          GOTOOLCHAIN: version,
          RUNNER_ENVIRONMENT: 'github-hosted',
          GITHUB_REF: `refs/tags/${tags[0]}`,
          GITHUB_REF_TYPE: 'tag',
          GITHUB_SHA: await project.git('rev-parse', 'HEAD'),
        },
      });
      const said = result.annotations.map(({ message }) => message.split('\n')[0]).join('; ');
      console.log(
        `${version.padEnd(9)} ${name.padEnd(34)} ${result.code === 0 ? (said ? `proved the commit (${said})` : 'proved version and commit') : `FAILED ${said}`}`,
      );
      if (result.code !== 0) failures += 1;
    }
  }
  return failures;
}
