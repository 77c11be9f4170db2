import { fetchTestDurations } from '@go-actions/test-durations';
import { createProject, runAction, startCacheService } from '@go-actions/test-kit';
import { expect, it } from 'vitest';

const event = { repository: { default_branch: 'main' } };
const FILES = {
  'go.mod': 'module example.com/shop\n\ngo 1.24\n',
  'slow/slow.go': 'package slow\n\nfunc One() int { return 1 }\n',
  'slow/slow_test.go':
    'package slow\n\nimport (\n\t"testing"\n\t"time"\n)\n\nfunc TestOne(t *testing.T) {\n\ttime.Sleep(200 * time.Millisecond)\n\tif One() != 1 {\n\t\tt.Fatal()\n\t}\n}\n',
  'broken/broken.go': 'package broken\n\nfunc Two() int { return 2 }\n',
  'broken/broken_test.go':
    'package broken\n\nimport "testing"\n\nfunc TestTwo(t *testing.T) {\n\tif Two() != 3 {\n\t\tt.Fatal()\n\t}\n}\n',
  'quiet/quiet.go': 'package quiet\n',
};

it('records how long the passing packages of the default branch ran, for the shards of change-plan', async () => {
  await using service = await startCacheService();
  await using project = await createProject(FILES, { git: true });
  const gate = (env: Record<string, string>, inputs: Record<string, string> = {}) =>
    runAction('coverage-gate', {
      workspace: project.dir,
      event,
      env: { ...service.env(), RUNNER_OS: 'Linux', ...env },
      inputs: { race: 'false', 'min-total': '0', 'min-patch': '0', ...inputs },
    });
  const recorded = async () => {
    const { ACTIONS_RESULTS_URL: resultsUrl, ACTIONS_RUNTIME_TOKEN: token } = service.env() as Record<
      string,
      string
    >;
    const address = { resultsUrl, cacheUrl: undefined, token, v2: true };
    return fetchTestDurations(address, { runnerOs: 'Linux', workingDirectory: '.' });
  };

  await gate({ GITHUB_REF: 'refs/heads/topic', GITHUB_REF_NAME: 'topic' });
  await gate({}, { 'test-args': '-run ^TestOne' });
  expect(await recorded()).toEqual(new Map());

  await gate({ GOFLAGS: '-count=1' }); // the runs before left a result that Go would use again
  const durations = await recorded();
  expect([...durations.keys()]).toEqual(['example.com/shop/slow']);
  expect(durations.get('example.com/shop/slow')).toBeGreaterThanOrEqual(0.2);
});
