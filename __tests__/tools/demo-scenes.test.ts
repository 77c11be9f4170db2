import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inRoot } from '@go-actions/tools';
import { readArchive } from '@go-actions/tools/demo/archive';
import { parseArguments } from '@go-actions/tools/demo/arguments';
import { listJobs, withInputs } from '@go-actions/tools/demo/caller';
import { jobEnvironment, replaceEnvironment } from '@go-actions/tools/demo/environment';
import { renderMarkdown } from '@go-actions/tools/demo/markdown';
import { renderPage } from '@go-actions/tools/demo/page';
import { judge, type Played, renderFailure, renderOutcome } from '@go-actions/tools/demo/report';
import type { Job, Run } from '@go-actions/tools/demo/run';
import { compareRuns, type Expectation, findDifferences } from '@go-actions/tools/demo/scene';
import { SCENES } from '@go-actions/tools/demo/scenes';
import { describe, expect, it } from 'vitest';

const NAMES = { known: ['pull-request', 'release', 'fork'], usual: ['pull-request', 'release'] };

describe('parseArguments', () => {
  it.each([
    { name: 'nothing: the usual scenes', input: [], want: { scenes: NAMES.usual } },
    { name: 'all scenes', input: ['--all'], want: { scenes: NAMES.known } },
    { name: 'one that is not usual', input: ['--scene', 'fork'], want: { scenes: ['fork'] } },
    { name: 'one scene', input: ['--scene', 'release'], want: { scenes: ['release'] } },
    { name: 'one scene with =', input: ['--scene=release'], want: { scenes: ['release'] } },
    {
      name: 'the same scene twice',
      input: ['--scene=release', '--scene=release'],
      want: { scenes: ['release'] },
    },
    { name: 'a folder', input: ['../my-service'], want: { repository: '../my-service' } },
    {
      name: 'an unknown scene',
      input: ['--scene', 'x'],
      throws: 'Unknown scene "x"; there are pull-request, release, fork.',
    },
    { name: 'a scene without a name', input: ['--scene'], throws: 'Unknown scene "";' },
    { name: 'an unknown flag', input: ['--fast'], throws: 'Unknown flag "--fast"; usage:' },
    { name: 'two folders', input: ['a', 'b'], throws: 'One repository at a time, found a, b;' },
    {
      name: 'a folder and a scene',
      input: ['a', '--scene=release'],
      throws: 'Scenes are for the examples, not for a;',
    },
  ])('$name', (row) => {
    if ('throws' in row) expect(() => parseArguments(row.input, NAMES)).toThrow(row.throws);
    else expect(parseArguments(row.input, NAMES)).toEqual(row.want);
  });
});

const passed: Job = {
  id: 'lint',
  name: 'lint',
  result: 'success',
  start: 0,
  ms: 1,
  steps: [],
  annotations: [],
  summaries: [],
  outputs: {},
  tail: [],
};
const failed: Job = {
  ...passed,
  result: 'failure',
  annotations: [{ level: 'error', title: 'vet', message: 'cancel is <lost>\nmore', file: 'a.go', line: 3 }],
  summaries: ['## Lint\n\n**1 finding** <script>alert(1)</script>'],
};
const runOf = (job: Job): Run => ({ jobs: [job], exit: job.result, ms: 10 });
const red: Expectation = {
  exit: 'failure',
  jobs: { lint: 'failure' },
  annotations: [{ file: 'a.go', line: 3, says: /lost/ }],
  summaries: [/1 finding/],
};

describe('findDifferences', () => {
  it.each([
    { name: 'finds nothing in what was expected', expected: red, job: failed, want: [] },
    {
      name: 'tells every difference',
      expected: red,
      job: passed,
      want: [
        'the run ended with success, not failure',
        'lint is success, not failure',
        'no annotation /lost/ at a.go:3',
        'no summary says /1 finding/',
      ],
    },
    {
      name: 'misses an annotation at another line',
      expected: { ...red, annotations: [{ file: 'a.go', line: 4, says: /lost/ }] },
      job: failed,
      want: ['no annotation /lost/ at a.go:4'],
    },
    {
      name: 'misses an output',
      expected: {
        exit: 'success' as const,
        jobs: {},
        outputs: [{ job: 'lint', name: 'mode', says: /^full$/ }],
      },
      job: passed,
      want: ['lint says mode is undefined, not /^full$/'],
    },
    {
      name: 'misses a job',
      expected: { exit: 'success' as const, jobs: { gate: 'success' as const } },
      job: passed,
      want: ['there is no job gate'],
    },
  ])('$name', ({ expected, job, want }) => {
    expect(findDifferences(expected, runOf(job))).toEqual(want);
  });
});

const played = (job: Job, expected: Expectation | undefined): Played => ({
  scene: { name: 'a scene', story: 'A <story>.' },
  runs: [{ run: runOf(job), expected }],
  facts: [],
  ms: 1_234,
});

describe('compareRuns', () => {
  const same = { what: 'Coverage', output: 'total', jobs: ['lint', 'coverage'] };
  const run = (id: string, total: string) => runOf({ ...passed, id, outputs: { total } });
  it.each([
    {
      name: 'the same in both',
      runs: [run('lint', '88.1'), run('coverage', '88.1')],
      want: { found: '88.1 and 88.1', ok: true },
    },
    {
      name: 'another',
      runs: [run('lint', '88.1'), run('coverage', '88.2')],
      want: { found: '88.1 and 88.2', ok: false },
    },
    {
      name: 'of no job',
      runs: [run('lint', '88.1'), run('test', '88.1')],
      want: { found: '88.1 and none', ok: false },
    },
    {
      name: 'never said',
      runs: [run('lint', ''), run('coverage', '')],
      want: { found: 'none and none', ok: false },
    },
    { name: 'of one run only', runs: [run('lint', '88.1')], want: { found: '88.1', ok: false } },
  ])('tells an output that is $name', ({ runs, want }) => {
    expect(compareRuns({ same }, runs)).toEqual([{ what: 'Coverage', ...want }]);
  });
});

describe('judge', () => {
  it.each([
    {
      name: 'a red run that was expected is ok',
      played: played(failed, red),
      want: { ok: true, expected: 'red', got: 'red' },
    },
    {
      name: 'a green run that should be red is not',
      played: played(passed, red),
      want: { ok: false, expected: 'red', got: 'green' },
    },
    {
      name: 'a green run of a repository of somebody',
      played: played(passed, undefined),
      want: { ok: true, expected: '-', got: 'green' },
    },
    {
      name: 'a red run of a repository of somebody',
      played: played(failed, undefined),
      want: { ok: false, expected: '-', got: 'red' },
    },
    {
      name: 'a fact that is wrong',
      played: { ...played(failed, red), facts: [{ what: 'The tag', found: 'moved', ok: false }] },
      want: { ok: false, differences: ['The tag: moved'] },
    },
  ])('$name', ({ played: input, want }) => {
    expect(judge(input)).toMatchObject(want);
  });

  it('is one line in the terminal', () => {
    expect(renderOutcome(played(failed, red))).toBe(
      '✓ a scene           expected red           got red             1.2 s',
    );
  });

  it('says why a job failed, by its errors, else by the end of its log', () => {
    expect(renderFailure(failed)).toEqual(['    lint: a.go:3: vet: cancel is <lost>']);
    expect(renderFailure({ ...failed, annotations: [], tail: ['the end'] })).toEqual(['    lint: the end']);
    expect(renderFailure(passed)).toEqual([]);
  });
});

describe('renderPage', () => {
  const page = renderPage([played(failed, red)], { subject: 'the <example>', when: 'today' });

  it('is one self-contained page that names verdict, jobs and annotations', () => {
    expect(page).toContain('Every scene went as expected');
    expect(page).toContain('a.go:3');
    expect(page).not.toMatch(/<script|src=|href="http/);
  });

  it('shows foreign text as text', () => {
    expect(page).toContain('cancel is &lt;lost&gt;');
    expect(page).toContain('A &lt;story&gt;.');
    expect(page).toContain('the &lt;example&gt;');
    expect(page).toContain('&lt;script&gt;');
  });

  it('has each job with its steps, and what was skipped in one line', () => {
    const steps = [{ name: 'go <test>', phase: 'main', result: 'success', ms: 1_500 }] as const;
    const jobs = [
      { ...passed, steps },
      ...['e2e', 'contract'].map((name) => ({ ...passed, name, result: 'skipped' as const })),
    ];
    const run = { jobs, exit: 'success', ms: 2_000 } as const;
    const shown = renderPage([{ ...played(passed, red), runs: [{ run, expected: undefined }] }], {
      subject: 'x',
      when: '',
    });
    expect(shown).toContain('<td>go &lt;test&gt;</td><td class="time">1.5 s</td>');
    expect(shown).toContain('Skipped: e2e, contract');
  });

  it('shows the end of the log where no annotation says why a job failed', () => {
    const lost = { ...failed, annotations: [], tail: ['panic: <lost>'] };
    expect(renderPage([played(lost, red)], { subject: 'x', when: '' })).toContain(
      '<pre>panic: &lt;lost&gt;</pre>',
    );
    expect(page).not.toContain('<pre>');
  });

  it('tells a summary’s first sentence before it is opened, without what is Markdown or HTML in it', () => {
    const said = {
      ...passed,
      summaries: ['first', '\n### **2** `findings` <script>x</script>\n\nmore', 'post'],
    };
    expect(renderPage([played(said, red)], { subject: 'x', when: '' })).toContain(
      '<span class="soft">2 findings &lt;script&gt;x&lt;/script&gt;\n</span>',
    );
  });

  it('says red when a repository of somebody is red', () => {
    expect(renderPage([played(failed, undefined)], { subject: 'x', when: '' })).toContain('The gate is red');
  });
});

describe('renderMarkdown', () => {
  it.each([
    { name: 'a table', input: '| a |\n| - |\n| 1 |', want: /<table>[\s\S]*<td>1<\/td>/ },
    {
      name: 'a collapsed section',
      input: '<details open><summary>s</summary>\n\n**b**\n</details>',
      want: /<details open><summary>s<\/summary>[\s\S]*<strong>b<\/strong>/,
    },
    { name: 'a tag with a handler, without it', input: '<b onclick="x()">b</b>', want: /^<p><b>b<\/b><\/p>/ },
    { name: 'a script as text', input: '<script>x</script>', want: /&lt;script&gt;x&lt;\/script&gt;/ },
    { name: 'an image as its text', input: '![alt](https://example.com/x.png)', want: /^<p>alt<\/p>/ },
    { name: 'a script link as text', input: '[a](javascript:x)', want: /^<p>a<\/p>/ },
    {
      name: 'a link',
      input: '[a](https://example.com/?q="x")',
      want: /<a href="https:\/\/example.com\/\?q=&quot;x&quot;"/,
    },
    { name: 'an unclosed tag as text', input: 'a <img src=x onerror=y', want: /&lt;img/ },
  ])('shows $name', ({ input, want }) => {
    expect(renderMarkdown(input)).toMatch(want);
  });
});

describe('callers', () => {
  const caller = '# why\njobs:\n  go:\n    uses: a/b/.github/workflows/c.yml@v1\n  other:\n    runs-on: x\n';

  it('give inputs to the jobs that call a workflow, and keep the rest', () => {
    expect(withInputs(caller, { select: 'all' })).toBe(
      '# why\njobs:\n  go:\n    uses: a/b/.github/workflows/c.yml@v1\n    with:\n      select: all\n  other:\n    runs-on: x\n',
    );
    expect(withInputs(caller, {})).toBe(caller);
  });

  it('list their jobs', () => {
    expect(listJobs(caller)).toEqual(['go', 'other']);
  });
});

describe('jobEnvironment', () => {
  const options = { home: '/h', temp: '/t', path: ['/bin1'], separator: ':' };
  const parent = {
    PATH: '/usr/bin',
    HOME: '/me',
    SECRET: 's',
    GITHUB_TOKEN: 't',
    LANG: 'C.UTF-8',
    https_proxy: 'p',
    NODE_OPTIONS: 'x',
  };

  it('lets the network and the language through, nothing else', () => {
    expect(jobEnvironment(parent, options)).toEqual({
      PATH: '/bin1:/usr/bin',
      HOME: '/h',
      TMPDIR: '/t',
      GIT_CONFIG_NOSYSTEM: '1',
      LANG: 'C.UTF-8',
      https_proxy: 'p',
    });
  });

  it('takes the rest away from a child', () => {
    expect(replaceEnvironment({ A: '1', B: '2' }, { B: '3' })).toEqual({ A: undefined, B: '3' });
  });
});

describe('readArchive', () => {
  it('reads the files of a tar.gz', () => {
    const header = Buffer.alloc(512);
    header.write('dir/a.txt', 0);
    header.write('00000000005\0', 124);
    header.write('0', 156);
    const tar = Buffer.concat([header, Buffer.from('hello'), Buffer.alloc(507 + 1024)]);
    expect(readArchive('x.tar.gz', gzipSync(tar))).toEqual([
      { path: 'dir/a.txt', bytes: Buffer.from('hello') },
    ]);
  });

  it('refuses what is no zip', () => {
    expect(() => readArchive('x.zip', Buffer.from('hello'))).toThrow('no end of a zip file');
  });
});

describe('the scenes', () => {
  it.each(SCENES)('$name names workflows, a change and annotated lines that exist', (scene) => {
    for (const { of: { caller, workflow } = scene, jobs } of scene.runs) {
      expect(existsSync(inRoot(caller))).toBe(true);
      const text = readFileSync(inRoot(caller), 'utf8');
      const called = [...text.matchAll(/uses: OWNER\/go-actions\/(\.github\/workflows\/[\w.-]+)@/g)];
      const files = [workflow, caller, ...called.map(([, file = '']) => file)];
      expect(files.flatMap((file) => listJobs(readFileSync(inRoot(file), 'utf8')))).toEqual(
        expect.arrayContaining(Object.keys(jobs)),
      );
    }
    expect(existsSync(inRoot('examples', scene.example ?? 'go-service'))).toBe(true);
    if (scene.history.kind === 'push' || scene.history.change === 'hostile') return;
    const folder = inRoot('tools/demo/changes', scene.history.change);
    expect(existsSync(folder)).toBe(true);
    for (const { file, line } of scene.runs.flatMap((run) => run.annotations ?? [])) {
      expect(readFileSync(`${folder}/${file}`, 'utf8').split('\n').length).toBeGreaterThanOrEqual(line);
    }
  });
});
