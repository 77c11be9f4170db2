import { expect, it } from 'vitest';
import { isJobFile } from '../../../../actions/setup-go-cache/src/io/job-files.ts';

it.each([
  '.github/workflows/ci.yml',
  '.github/scripts/start-db',
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
  'scripts/tools.go',
  'lib/scripts/migration.sql',
  'lib/testdata/run.sh',
  'vendor/x.org/y/Makefile',
  'charts/values.yaml',
  'environment.go',
])('%s does not', (path) => expect(isJobFile(path)).toBe(false));
