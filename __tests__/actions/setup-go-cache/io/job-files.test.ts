import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { hashCheckout } from '../../../../actions/setup-go-cache/src/io/checkout-digests.ts';
import { isJobFile, startsServices } from '../../../../actions/setup-go-cache/src/io/job-files.ts';

it.each([
  '.github/workflows/ci.yml',
  '.github/scripts/start-db',
  '.gitea/workflows/ci.yaml',
  '.forgejo/workflows/ci.yaml',
  'action.yml',
  'ci/db/action.yaml',
  'deploy/docker-compose.test.yml',
  'compose.yaml',
  '.env',
  'deploy/test.env',
  'test/Dockerfile',
  'build/db.dockerfile',
  'GNUmakefile',
  'build/rules.mk',
  'Taskfile.dist.yml',
  'tools/start.sh',
  'scripts/start-db',
  'hack/kind.yaml',
])('case cache-plan/06: %s may say which services a job starts', (path) =>
  expect(isJobFile(path)).toBe(true),
);

it.each([
  'main.go',
  'go.mod',
  'README.md',
  '.github/CONTRIBUTING.md',
  '.github/dependabot.yml',
  '.github/CODEOWNERS',
  '.github/ISSUE_TEMPLATE/bug.yml',
  'scripts/tools.go',
  'lib/scripts/migration.sql',
  'lib/testdata/run.sh',
  'vendor/x.org/y/Makefile',
  'charts/values.yaml',
  'environment.go',
])('%s does not', (path) => expect(isJobFile(path)).toBe(false));

it('case cache-plan/06: so may where a link leads, which a test can ask for without a trace', async () => {
  await using project = await createProject(
    { 'a/v1/x': '', 'a/v2/x': '', 'node_modules/x': '', Makefile: 'all:\n' },
    { git: true },
  );
  const digest = () =>
    hashCheckout({ kind: 'hash-checkout', workspace: project.dir, dir: project.dir, flags: [] }).jobFiles;
  const link = (target: string, path: string) => project.exec('ln', ['-sfn', target, path]);
  const before = digest();
  await link('x', 'node_modules/y');
  expect(digest()).toBe(before);
  await link('v1', 'a/current');
  const one = digest();
  await link('v2', 'a/current');
  const two = digest();
  expect(new Set([before, one, two]).size).toBe(3);
  await link('v1', 'a/current');
  expect(digest()).toBe(one);
});

it.each([
  {
    file: '.github/workflows/ci.yml',
    text: 'jobs:\n  test:\n    services:\n      db: { image: postgres }\n',
    want: true,
  },
  { file: '.github/workflows/ci.yml', text: 'jobs:\n  services-test: {} # services: none\n', want: false },
  { file: 'deploy/docker-compose.yml', text: '', want: true },
  { file: 'testdata/compose.yaml', text: '', want: false },
  {
    file: '.github/workflows/ci.yml',
    text: '      - run: |\n          ./server &\n          sleep 1\n',
    want: true,
  },
  {
    file: '.gitea/workflows/ci.yml',
    text: '      - run: docker run --rm \\\n          -d redis\n',
    want: true,
  },
  { file: 'Makefile', text: 'test:\n\tdocker compose -f x.yml up --wait\n', want: true },
  { file: 'scripts/ci.sh', text: 'sudo systemctl start postgresql\n', want: true },
  { file: '.github/workflows/e2e.yml', text: '      - uses: helm/kind-action@v1\n', want: true },
  { file: 'Makefile', text: 'lint: a && b\n\tdocker run --rm lint run >x 2>&1\n', want: false },
  { file: 'charts/values.yaml', text: 'services: {}\n', want: false },
])('case cache-plan/06: services are started by $file with $text: $want', async ({ file, text, want }) => {
  await using project = await createProject({ [file]: text });
  expect(startsServices([file], project.dir)).toBe(want);
});

it('case cache-plan/06: so does what those name: settings of services, and scripts of any language', async () => {
  const files = {
    '.github/workflows/ci.yml':
      'jobs: { t: { steps: [{ run: python3 tools/start.py ./deploy -c .golangci.yml }] } }\n',
    'tools/start.py': 'open("db/schema.sql")\n',
    'db/schema.sql': '',
    'deploy/init/a.conf': '',
    '.golangci.yml': '',
    'go.mod': 'module m\n',
    'web/index.html': '',
  };
  await using project = await createProject(files, { git: true });
  const digest = () =>
    hashCheckout({ kind: 'hash-checkout', workspace: project.dir, dir: project.dir, flags: [] }).jobFiles;
  const changed = async () => {
    const one = digest();
    const found: string[] = [];
    for (const path of Object.keys(files).slice(1)) {
      await project.write({ [path]: '// two\n' });
      if (digest() !== one) found.push(path);
      await project.write({ [path]: files[path as keyof typeof files] });
    }
    return found;
  };
  expect(await changed()).toEqual(['tools/start.py']);
  await project.write({ 'compose.yaml': 'services: {}\n' });
  expect(await changed()).toEqual(['tools/start.py', 'db/schema.sql', 'deploy/init/a.conf', '.golangci.yml']);
});
