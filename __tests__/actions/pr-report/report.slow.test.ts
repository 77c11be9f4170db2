import { describe, expect, it } from 'vitest';
import {
  coverageReport,
  FORK,
  finished,
  GOFMT,
  HEAD,
  handedOver,
  lintReport,
  PULL_REQUEST,
  report,
  startScene,
} from './scene.ts';

const BOTH = handedOver({ lint: lintReport(), coverage: coverageReport() });

describe('pr-report', () => {
  it.each([
    { name: 'a branch of the repository', pullRequest: PULL_REQUEST },
    { name: 'a fork', pullRequest: FORK },
  ])('writes one comment and one suggestion into the pull request of $name', async ({ pullRequest }) => {
    await using api = await startScene({ pullRequests: [pullRequest], artifacts: BOTH });
    const { code, outputs, stdout } = await report(api, finished(pullRequest));
    expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
    expect(outputs).toEqual({ 'pull-request': '7', comment: 'created', suggestions: '1', minimised: '0' });
    const { comments, suggestions } = api.talk(7);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toBe(
      `<!-- go-actions/pr-report go -->
### ❌ \`Go\` failed

| | | |
|---|---|---|
| Lint | ❌ | 1 finding |
| Tests | ❌ | 12 tests, 1 failed |
| Coverage | ❌ | 99.99 % of all (at least 80 %), 33.33 % of the changed lines (at least 90 %) |

<details><summary>1 finding</summary>

- [\`app.go:4\`](https://github.com/${pullRequest.head.repository}/blob/${HEAD}/app.go#L4) \`gofmt\` \`Not formatted as gofmt does it.\`

</details>

<details><summary>1 failure</summary>

- \`example.com/app TestA\` \`A() = 1, want 2\`

</details>

<details><summary>Changed lines that no test runs</summary>

- [\`app.go:3\`](https://github.com/${pullRequest.head.repository}/blob/${HEAD}/app.go#L3-L4) to 4

</details>

<sub>For [\`ccccccc\`](https://github.com/${pullRequest.head.repository}/commit/${HEAD}), as its [run](https://github.com/octo/app/actions/runs/42) reports it.</sub>
`,
    );
    expect(suggestions.map(({ path, line, startLine }) => ({ path, line, startLine }))).toEqual([
      { path: 'app.go', line: 4, startLine: undefined },
    ]);
    expect(suggestions[0]?.body).toMatch(
      /^<!-- go-actions\/pr-report go suggestion [0-9a-f]{20} -->\n`gofmt` `Not formatted as gofmt does it\.`\n\n```suggestion\n\treturn 1\n```\n$/,
    );
  });

  it('shows a section for each call of the checks, and suggests what both found once', async () => {
    const own = { ...GOFMT, line: 6, fix: { start: 6, end: 6, text: 'var x  = 1\n' } };
    const artifacts = [
      ...handedOver({ 'lint-web': lintReport([GOFMT]), 'coverage-web': coverageReport() }),
      ...handedOver({ 'lint-api': lintReport([]) }, 20), // an earlier attempt
      ...handedOver({ 'lint-api': lintReport([GOFMT, own]), lint: lintReport([]) }, 30),
      ...handedOver({ linting: 'not ours', 'lint-a b': 'nor this' }, 40),
    ];
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: artifacts.toReversed() });
    const { code, annotations, outputs } = await report(api, finished(PULL_REQUEST));
    expect({ code, annotations }).toEqual({ code: 0, annotations: [] });
    expect(outputs).toMatchObject({ comment: 'created', suggestions: '2' });
    const [comment] = api.talk(7).comments;
    const shape = comment?.body.split('\n').filter((line) => /^(#|\| \w|<details)/.test(line));
    expect(shape).toEqual([
      '### ❌ `Go` failed',
      '| Lint | ✅ | 0 findings |',
      '#### `api`',
      '| Lint | ❌ | 2 findings |',
      '<details><summary>2 findings</summary>',
      '#### `web`',
      '| Lint | ❌ | 1 finding |',
      '| Tests | ❌ | 12 tests, 1 failed |',
      '| Coverage | ❌ | 99.99 % of all (at least 80 %), 33.33 % of the changed lines (at least 90 %) |',
      '<details><summary>1 finding</summary>',
      '<details><summary>1 failure</summary>',
      '<details><summary>Changed lines that no test runs</summary>',
    ]);
  });

  it('finds the reports of a call behind a hundred other artifacts, without a section for a single one', async () => {
    const others = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`other-${i}`, '{}']));
    const artifacts = [...handedOver(others), ...handedOver({ 'lint-api': lintReport() }, 500)];
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts });
    expect((await report(api, finished(PULL_REQUEST))).outputs.suggestions).toBe('1');
    expect(api.talk(7).comments[0]?.body).toContain('| Lint | ❌ | 1 finding |');
    expect(api.talk(7).comments[0]?.body).not.toContain('####');
  });

  it('calls nothing resolved while the report of one call cannot be read', async () => {
    const artifacts = handedOver({ 'lint-api': lintReport(), 'lint-web': lintReport([]) });
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts });
    await report(api, finished(PULL_REQUEST));
    artifacts.push(...handedOver({ 'lint-api': 'nonsense' }, 50));
    const { code, outputs, annotations } = await report(api, finished(PULL_REQUEST));
    expect({ code, outputs }).toMatchObject({ code: 0, outputs: { suggestions: '0', minimised: '0' } });
    expect(annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining('report-lint-api') },
    ]);
  });

  it('calls nothing resolved while one call hands over no findings at all', async () => {
    const pullRequest = { ...PULL_REQUEST, head: { ...PULL_REQUEST.head } };
    const artifacts = handedOver({ 'lint-api': lintReport(), 'lint-web': lintReport([]) });
    await using api = await startScene({ pullRequests: [pullRequest], artifacts });
    await report(api, finished(pullRequest));
    pullRequest.head.sha = 'd'.repeat(40);
    artifacts.length = 0;
    artifacts.push(...handedOver({ 'coverage-api': coverageReport(), 'lint-web': lintReport([]) }, 50));
    const { outputs } = await report(api, finished(pullRequest));
    expect(outputs).toMatchObject({ comment: 'updated', suggestions: '0', minimised: '0' });
    expect(api.talk(7).suggestions.filter(({ minimized }) => minimized)).toEqual([]);
  });

  it('reads ten calls, says how many more there are, and suggests nothing', async () => {
    const calls = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`lint-c${i}`, lintReport()]));
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: handedOver(calls) });
    expect((await report(api, finished(PULL_REQUEST))).outputs).toMatchObject({ suggestions: '0' });
    expect(api.talk(7).comments[0]?.body).toContain('2 more calls of the checks in the run.');
    expect(api.requests.filter(({ path }) => path.endsWith('/zip'))).toHaveLength(10);
  });

  it('writes nothing when it runs again', async () => {
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: BOTH });
    await report(api, finished(PULL_REQUEST));
    const before = api.writes().length;
    const { outputs } = await report(api, finished(PULL_REQUEST));
    expect(outputs).toMatchObject({ comment: 'unchanged', suggestions: '0', minimised: '0' });
    expect(api.writes()).toHaveLength(before);
  });

  it('updates its comment and folds what is resolved, and touches nobody else’s', async () => {
    const pullRequest = { ...PULL_REQUEST, head: { ...PULL_REQUEST.head } };
    const artifacts = [...BOTH];
    await using api = await startScene({ pullRequests: [pullRequest], artifacts });
    const talk = api.talk(7);
    const foreign = { id: 'IC_other', author: 'mallory', body: '<!-- go-actions/pr-report go -->\nmine' };
    talk.comments.push({ ...foreign });
    const review = {
      ...{ id: 'PRRC_other', author: 'mallory', path: 'app.go', line: 4, startLine: undefined },
      body: `<!-- go-actions/pr-report go suggestion ${'0'.repeat(20)} -->`,
      outdated: false,
    };
    talk.suggestions.push({ ...review });
    await report(api, finished(pullRequest));
    pullRequest.head.sha = 'd'.repeat(40);
    artifacts.push(...handedOver({ lint: lintReport([]) }, 50));
    const { outputs } = await report(api, finished(pullRequest, { conclusion: 'success' }));
    expect(outputs).toEqual({ 'pull-request': '7', comment: 'updated', suggestions: '0', minimised: '1' });
    expect(talk.comments).toHaveLength(2);
    expect(talk.comments[0]).toEqual(foreign);
    expect(talk.comments[1]?.body).toMatch(
      /### ✅ `Go` passed[\s\S]*\| Lint \| ✅ \| 0 findings \|[\s\S]*ddddddd/,
    );
    expect(talk.suggestions[0]).toEqual(review);
    expect(talk.suggestions[1]?.minimized).toBe('RESOLVED');
  });

  it('finds its comment among three hundred', async () => {
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: BOTH });
    const talk = api.talk(7);
    for (let i = 0; i < 150; i++) talk.comments.push({ id: `IC_a${i}`, author: 'gopher', body: `no ${i}` });
    await report(api, finished(PULL_REQUEST));
    for (let i = 0; i < 150; i++) talk.comments.push({ id: `IC_b${i}`, author: 'gopher', body: `no ${i}` });
    expect((await report(api, finished(PULL_REQUEST))).outputs.comment).toBe('unchanged');
    expect(talk.comments).toHaveLength(301);
  });

  it('keeps fifty suggestions open, and adds none while they are', async () => {
    const lines = Array.from({ length: 70 }, (_, i) => `+  x${i} := ${i}`);
    const patch = `@@ -0,0 +1,70 @@\n${lines.join('\n')}`;
    const findings = lines.map((line, i) => ({
      ...GOFMT,
      line: i + 1,
      fix: { start: i + 1, end: i + 1, text: `\t${line.slice(3)}\n` },
    }));
    const pullRequest = { ...PULL_REQUEST, files: [{ filename: 'app.go', patch }] };
    const artifacts = handedOver({ lint: lintReport(findings) });
    await using api = await startScene({ pullRequests: [pullRequest], artifacts });
    expect((await report(api, finished(pullRequest))).outputs.suggestions).toBe('50');
    expect((await report(api, finished(pullRequest))).outputs.suggestions).toBe('0');
    expect(api.talk(7).suggestions).toHaveLength(50);
  });

  it('needs no permission beyond the two that are documented', async () => {
    const finding = { ...GOFMT, fix: { start: 6, end: 6, text: 'const x = 1\n' } };
    const artifacts = handedOver({ lint: lintReport([finding]) });
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts });
    const { code, outputs } = await report(api, finished(PULL_REQUEST));
    // Whether the base has moved on cannot be asked without `contents: read`: what it would take is not suggested.
    expect({ code, outputs }).toMatchObject({ code: 0, outputs: { comment: 'created', suggestions: '0' } });
  });

  it.each([
    { behind: 0, suggestions: '1' },
    { behind: 3, suggestions: '0' },
  ])(
    'suggests a change of code only where the head has all of its base: $behind behind',
    async ({ behind, suggestions }) => {
      const finding = { ...GOFMT, fix: { start: 6, end: 6, text: 'const x = 1\n' } };
      const pullRequest = { ...PULL_REQUEST, behind };
      await using api = await startScene({
        pullRequests: [pullRequest],
        artifacts: handedOver({ lint: lintReport([finding]) }),
        grants: { 'pull-requests': 'write', actions: 'read', contents: 'read' },
      });
      expect((await report(api, finished(pullRequest))).outputs.suggestions).toBe(suggestions);
    },
  );

  it('names the permissions when the token lacks one', async () => {
    await using api = await startScene({
      pullRequests: [PULL_REQUEST],
      artifacts: BOTH,
      grants: { 'pull-requests': 'read', actions: 'read' },
    });
    const { code, stdout } = await report(api, finished(PULL_REQUEST));
    expect(code).toBe(1);
    expect(stdout).toContain('permissions: { actions: read, pull-requests: write }');
  });
});

describe('pr-report writes nothing', () => {
  const rows: { name: string; event: unknown; pullRequests?: (typeof PULL_REQUEST)[]; says: RegExp }[] = [
    { name: 'for a push', event: finished(PULL_REQUEST, { event: 'push' }), says: /started by push/ },
    {
      name: 'for a cancelled run',
      event: finished(PULL_REQUEST, { conclusion: 'cancelled' }),
      says: /ended as cancelled/,
    },
    {
      name: 'when the pull request has moved on',
      event: finished(PULL_REQUEST, { head_sha: 'e'.repeat(40) }),
      says: /moved on/,
    },
    {
      name: 'when it is closed',
      event: finished(PULL_REQUEST),
      pullRequests: [{ ...PULL_REQUEST, state: 'closed' }],
      says: /No open pull request/,
    },
    {
      name: 'for another repository with a branch of that name',
      event: finished(FORK, {
        head_repository: { id: 99, full_name: 'stranger/other', owner: { login: 'stranger' } },
      }),
      pullRequests: [FORK],
      says: /No open pull request/,
    },
    {
      name: 'when two pull requests of a fork have the same head',
      event: finished(FORK),
      pullRequests: [FORK, { ...FORK, number: 8, base: 'next' }],
      says: /#7, #8 have the same head/,
    },
    { name: 'when the fork is gone', event: finished(FORK, { head_repository: null }), says: /is gone/ },
    { name: 'when nothing was handed over', event: finished(PULL_REQUEST), says: /comment none/ },
  ];
  it.each(rows)('$name', async ({ event, pullRequests = [PULL_REQUEST], says, name }) => {
    const artifacts = name === 'when nothing was handed over' ? [] : BOTH;
    await using api = await startScene({ pullRequests, artifacts });
    const { code, outputs, stdout } = await report(api, event);
    expect({ code, comment: outputs.comment }).toEqual({ code: 0, comment: 'none' });
    expect(stdout).toMatch(says);
    expect(api.writes()).toEqual([]);
  });

  it('on another event, and says which one it is for', async () => {
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: BOTH });
    const { code, stdout } = await report(api, {}, {}, { GITHUB_EVENT_NAME: 'pull_request' });
    expect(code).toBe(1);
    expect(stdout).toContain('workflow_run');
    expect(api.requests).toEqual([]);
  });
});

describe('pr-report takes GitHub as it is', () => {
  const refused = (match: RegExp, status: number, message: string, times = 1) => {
    let left = times;
    return ({ method, path }: { method: string; path: string }) =>
      match.test(`${method} ${path}`) && left-- > 0
        ? ({ when: 'before', answer: { status, body: { message } } } as const)
        : undefined;
  };
  it.each([
    {
      name: 'an artifact that expires meanwhile is a report that cannot be read',
      fault: refused(/artifacts\/1\/zip/, 410, 'Artifact has expired'),
      outputs: { comment: 'created', suggestions: '0' },
      says: /expected an artifact that is still there/,
    },
    {
      name: 'a question that is not answered is asked again',
      fault: refused(/POST \/graphql/, 502, ''),
      outputs: { comment: 'created', suggestions: '1' },
      says: /comment created/,
    },
    {
      name: 'a locked conversation is left alone',
      fault: refused(/POST .*\/comments/, 403, 'Unable to create comment because issue is locked.'),
      outputs: { comment: 'none', suggestions: '0' },
      says: /The conversation of #7 is locked\. Nothing is written/,
    },
  ])('$name', async ({ fault, outputs, says }) => {
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: BOTH, fault });
    const result = await report(api, finished(PULL_REQUEST));
    expect(result).toMatchObject({ code: 0, outputs });
    expect(result.stdout).toMatch(says);
  });

  it('an attempt that reports behind a later one writes nothing', async () => {
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: BOTH, runAttempt: 2 });
    await report(api, finished(PULL_REQUEST, { conclusion: 'success', run_attempt: 2 }));
    const { outputs } = await report(api, finished(PULL_REQUEST, { run_attempt: 1 }));
    expect(outputs).toMatchObject({ comment: 'none' });
    expect(api.talk(7).comments[0]?.body).toContain('### ✅ `Go` passed');
  });

  it('what is deleted between the look and the write is written anew, or no longer folded', async () => {
    const talk = () => api.talk(7).comments;
    let asked = 0;
    const body = '<!-- go-actions/pr-report go -->\nold';
    await using api = await startScene({
      pullRequests: [PULL_REQUEST],
      artifacts: BOTH,
      fault: ({ path }) => {
        if (path.startsWith('/graphql') && ++asked === 2) talk().length = 0; // the first one reads
        return undefined;
      },
    });
    for (const id of ['IC_a', 'IC_b']) talk().push({ id, author: 'github-actions[bot]', body });
    const { code, outputs } = await report(api, finished(PULL_REQUEST), { suggestions: 'false' });
    expect([code, outputs]).toEqual([0, expect.objectContaining({ comment: 'created', minimised: '0' })]);
  });

  it('two reports at once leave a twin, which is folded once', async () => {
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: BOTH });
    const body = '<!-- go-actions/pr-report go -->\nold';
    for (const id of ['IC_a', 'IC_b']) api.talk(7).comments.push({ id, author: 'github-actions[bot]', body });
    expect((await report(api, finished(PULL_REQUEST))).outputs).toMatchObject({ minimised: '1' });
    expect((await report(api, finished(PULL_REQUEST))).outputs).toMatchObject({ minimised: '0' });
  });
});
