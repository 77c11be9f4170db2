import {
  createProject,
  type Files,
  keptOutputs,
  RULES,
  type RuleName,
  runStrictly,
  type StrictStep,
} from '@go-actions/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

/** An action that shows its inputs, and does what `do` asks for; its post phase shows what it sees then. */
const STAND_IN = `
import { appendFileSync } from 'node:fs';
const post = process.env.STATE_main === 'done';
console.log('sees ' + process.env.INPUT_VALUE + ' token ' + (process.env.ACTIONS_RUNTIME_TOKEN ?? 'none'));
const wanted = process.env.INPUT_DO ?? '';
if (!post) {
  appendFileSync(process.env.GITHUB_STATE, 'main=done\\n');
  appendFileSync(process.env.GITHUB_OUTPUT, 'value=' + process.env.INPUT_VALUE + '\\n');
  for (let i = 0; i < Number(/errors (\\d+)/.exec(wanted)?.[1] ?? 0); i++) console.log('::error::' + process.env.INPUT_VALUE + ' ' + i);
  if (wanted.includes('mask')) console.log('::add-mask::{%0Asecret-line%0A}');
  if (wanted.includes('fail')) { appendFileSync(process.env.GITHUB_ENV, 'LEFT=behind\\n'); process.exit(1); }
}
`;
const FILES: Files = {
  'leaf/action.yml': `
inputs: { value: { default: '' }, do: { default: '' } }
outputs: { value: {} }
runs: { using: node24, main: src/index.ts, post: src/index.ts }
`,
  'leaf/src/index.ts': STAND_IN,
  'leaf/package.json': '{ "type": "module" }',
  'saver/action.yml': `
inputs: { value: { default: '' }, do: { default: '' } }
runs: { using: node24, main: src/index.ts, post: src/index.ts, post-if: success() }
`,
  'saver/src/index.ts': STAND_IN,
  'saver/package.json': '{ "type": "module" }',
};
const composite = (inner: string) => `
inputs: { value: { default: '' }, do: { default: '' } }
outputs: { value: { value: '\${{ steps.it.outputs.value }}' } }
runs:
  using: composite
  steps:
    - id: it
      uses: ${inner}
      with: { value: '\${{ inputs.value }}-in', do: '\${{ inputs.do }}' }
`;

const project = await createProject(FILES);
await project.write({
  'one/action.yml': composite(project.path('leaf')),
  'two/action.yml': composite(project.path('one')).replace(
    "inputs: { value: { default: '' }, do",
    "inputs: { name: { default: '' }, value: { default: outer }, do",
  ),
});
afterAll(() => project[Symbol.asyncDispose]());

const play = (steps: readonly StrictStep[], outputs: Record<string, string> = {}) =>
  runStrictly({
    workspace: project.dir,
    temp: project.path('temp'),
    env: { ACTIONS_RUNTIME_TOKEN: 'rt', RUNNER_TEMP: project.path('temp') },
    steps,
    outputs,
  });
const sees = (stdout: string) => /sees (\S*)/.exec(stdout)?.[1] ?? '';

/** A violation of each rule would make its row fail. */
const ROWS: Record<RuleName, () => Promise<void>> = {
  'post-inputs': async () => {
    const { phases } = await play([{ uses: project.path('two'), with: { value: 'a' } }]);
    expect(phases.map(({ phase, stdout }) => [phase, sees(stdout)])).toEqual([
      ['main', 'a-in-in'],
      ['post', 'a-in'], // not what main was given
    ]);
    const flat = await play([{ uses: project.path('one'), with: { value: 'a' } }]);
    expect(flat.phases.map(({ stdout }) => sees(stdout))).toEqual(['a-in', 'a-in']);
  },
  'shared-annotations': async () => {
    await project.write({
      'three/action.yml': `
runs:
  using: composite
  steps:
    - uses: ${project.path('leaf')}
      with: { value: first, do: errors 9 }
    - uses: ${project.path('leaf')}
      with: { value: second, do: errors 9 }
`,
    });
    const { annotations } = await play([{ uses: project.path('three') }]);
    expect(annotations.map(({ message }) => message)).toEqual([
      ...Array.from({ length: 9 }, (_, i) => `first ${i}`),
      'second 0',
    ]);
    const apart = await play([
      { uses: project.path('leaf'), with: { value: 'first', do: 'errors 9' } },
      { uses: project.path('leaf'), with: { value: 'second', do: 'errors 9' } },
    ]);
    expect(apart.annotations).toHaveLength(18);
  },
  'masked-outputs': async () => {
    const steps = [{ id: 'a', uses: project.path('leaf'), with: { value: 'x secret-line y', do: 'mask' } }];
    const { outputs } = await play(steps, { kept: 'plain', dropped: '${{ steps.a.outputs.value }}' });
    expect(outputs).toEqual({ kept: 'plain' });
  },
  'masked-lines': async () => {
    expect(keptOutputs({ list: '[{}]', word: 'plain' }, ['{\n"a": "t"\n}'])).toEqual({ word: 'plain' });
  },
  'failed-main': async () => {
    const { success, phases } = await play([
      { uses: project.path('leaf'), with: { value: 'a', do: 'fail' } },
      { if: 'always()', run: 'echo "left $LEFT"' },
      { run: 'echo never' },
    ]);
    expect(success).toBe(false);
    expect(phases.map(({ phase }) => phase)).toEqual(['main', 'run', 'post']);
    expect(phases[1]?.stdout).toBe('left behind\n');
  },
  'post-if': async () => {
    const saver = { uses: project.path('saver'), with: { value: 'a' } };
    const red = await play([saver, { run: 'exit 1' }]);
    expect(red.phases.map(({ phase }) => phase)).toEqual(['main', 'run']);
    const green = await play([saver, { run: 'exit 0' }]);
    expect(green.phases.map(({ phase }) => phase)).toEqual(['main', 'run', 'post']);
  },
  matchers: async () => {
    const owner = (name: string) => ({
      owner: name,
      pattern: [{ regexp: '^(\\S+\\.go):(\\d+): (.*)$', file: 1, line: 2, message: 3 }],
    });
    await project.write({ 'matchers.json': JSON.stringify({ problemMatcher: [owner('go')] }) });
    const line = 'x.go:3: an error';
    const { annotations } = await play([
      { run: `echo '${line}'; echo '::add-matcher::${project.path('matchers.json')}'` },
      { run: `echo '${line}'; echo '::stop-commands::abc'; echo '${line}'; echo '::abc::'` },
      { run: `echo '::remove-matcher owner=go::'; echo '${line}'` },
    ]);
    const found = { level: 'error', message: 'an error', file: 'x.go', line: 3 };
    expect(annotations).toEqual([found, found]);
  },
  stderr: async () => {
    const { annotations } = await play([{ run: 'echo "::error::from the other stream" >&2' }]);
    expect(annotations.map(({ message }) => message)).toEqual(['from the other stream']);
  },
  'post-order': async () => {
    const { phases } = await play([
      { uses: project.path('leaf'), with: { value: 'a' } },
      { uses: project.path('leaf'), with: { value: 'b' } },
    ]);
    expect(phases.map(({ stdout }) => sees(stdout))).toEqual(['a', 'b', 'b', 'a']);
  },
  'tokens-for-actions': async () => {
    const { phases } = await play([
      { uses: project.path('leaf') },
      { run: 'echo "token $' + '{ACTIONS_RUNTIME_TOKEN:-none}"' },
    ]);
    expect(phases[0]?.stdout).toContain('token rt');
    expect(phases[1]?.stdout).toBe('token none\n');
  },
};

describe('the strict runner', () => {
  it.each(Object.keys(RULES) as RuleName[])('keeps to %s', (name) => ROWS[name]());
});
