import { type ActionResult, createProject, type Files, type Project, runAction } from '@go-actions/test-kit';

/** A small service: two binaries, a library, embedded and test data, a package that only a test imports. */
export const SERVICE: Files = {
  'go.mod': 'module example.com/svc\n\ngo 1.24\n',
  'cmd/api/main.go': 'package main\n\nimport _ "example.com/svc/internal/server"\n\nfunc main() {}\n',
  'cmd/cli/main.go': 'package main\n\nimport _ "example.com/svc/pkg/client"\n\nfunc main() {}\n',
  'internal/server/server.go':
    'package server\n\nimport (\n\t"embed"\n\n\t_ "example.com/svc/internal/store"\n)\n\n//go:embed static\nvar Static embed.FS\n',
  'internal/server/static/index.md': '# hello\n',
  'internal/store/store.go': 'package store\n',
  'internal/store/store_test.go':
    'package store\n\nimport (\n\t"testing"\n\n\t_ "example.com/svc/internal/fake"\n)\n\nfunc Test(*testing.T) {}\n',
  'internal/store/testdata/a/b.json': '{}\n',
  'internal/fake/fake.go': 'package fake\n',
  'pkg/client/client.go': 'package client\n',
  'pkg/client/contract_test.go': '//go:build contract\n\npackage client\n',
  'cmd/api/e2e_test.go': '//go:build e2e\n\npackage main\n',
  'docs/guide.md': '# guide\n',
  'README.md': '# svc\n',
};

export const short = (list: string | undefined): string[] =>
  (list ?? '')
    .split(' ')
    .filter(Boolean)
    .map((path) => path.replace('example.com/svc/', ''));

type Push = {
  inputs?: Record<string, string>;
  env?: Record<string, string | undefined>;
  event?: Record<string, unknown>;
  dir?: string;
};

/** Plans a push of HEAD to a feature branch that left main one commit ago, unless the event says more. */
export async function plan(project: Project, push: Push = {}): Promise<ActionResult> {
  const dir = push.dir ?? project.dir;
  const git = async (...args: string[]) => (await project.exec('git', args, { cwd: dir })).trim();
  const sha = await git('rev-parse', 'HEAD');
  const before = push.event && 'before' in push.event ? undefined : await git('rev-parse', 'HEAD~1');
  if (before) await git('update-ref', 'refs/remotes/origin/main', before);
  return runAction('change-plan', {
    workspace: dir,
    inputs: push.inputs ?? {},
    env: { GITHUB_REF: 'refs/heads/feature', GITHUB_REF_NAME: 'feature', GITHUB_SHA: sha, ...push.env },
    event: { repository: { default_branch: 'main' }, ...(before && { before }), ...push.event },
  });
}

/** The service with one more commit that changes these files. */
export async function changed(change: Files, extra: Files = {}): Promise<Project> {
  const project = await createProject({ ...SERVICE, ...extra }, { git: true });
  await project.commit('change', change);
  return project;
}
