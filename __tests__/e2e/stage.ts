import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject } from '@go-actions/test-kit';
import { listActions } from '@go-actions/tools';
import { runEngine } from '@go-actions/tools/demo/io/engine';
import { writeTree } from '@go-actions/tools/materialise/io/tree';

/** What each action's stand-in does: the outputs that it sets, the inputs that it shows, whether it fails. */
export type Told = Readonly<
  Record<
    string,
    {
      readonly outputs?: Readonly<Record<string, string>>;
      readonly show?: readonly string[];
      readonly fail?: boolean;
      /** Fails when this input has this value. */
      readonly failWith?: readonly [input: string, value: string];
    }
  >
>;

/** Our workflows and manifests in an engine that we did not write, with a stand-in for each bundle: the composition alone. */
export type Stage = AsyncDisposable & { play(workflow: string, told: Told, ref?: string): Promise<Played> };

export type Played = {
  readonly exit: string;
  /** `job result`, sorted; skipped jobs are left out. */
  readonly ends: readonly string[];
  /** What the stand-ins showed: the action's name and its inputs. */
  readonly shown: readonly { readonly action: string; readonly inputs: Readonly<Record<string, string>> }[];
  readonly texts: readonly string[];
  readonly errors: readonly string[];
  readonly trouble: string;
};

const STAND_IN = `
import { appendFileSync } from 'node:fs';
if (process.env.STATE_main) process.exit(0); // the post phase
appendFileSync(process.env.GITHUB_STATE, 'main=done\\n');
const told = JSON.parse(process.env.TOLD)[NAME] ?? {};
const input = (name) => process.env['INPUT_' + name.toUpperCase()] ?? '';
if (told.show) console.log('shown ' + JSON.stringify({ action: NAME, inputs: Object.fromEntries(told.show.map((name) => [name, input(name)])) }));
for (const [name, value] of Object.entries(told.outputs ?? {})) {
  appendFileSync(process.env.GITHUB_OUTPUT, name + '=' + value + '\\n');
}
if (told.fail || (told.failWith && input(told.failWith[0]) === told.failWith[1])) process.exit(1);
`;

export async function createStage(): Promise<Stage> {
  const suite = await mkdtemp(join(tmpdir(), 'go-actions-suite-'));
  await writeTree(suite, { repository: 'OWNER/go-actions', ref: 'v1' });
  for (const name of await listActions()) {
    const bundle = join(suite, 'dist', name);
    await mkdir(bundle, { recursive: true });
    await writeFile(join(bundle, 'package.json'), '{ "type": "module" }');
    await writeFile(join(bundle, 'index.js'), STAND_IN.replaceAll('NAME', JSON.stringify(name)));
  }
  const project = await createProject({ 'go.mod': 'module example.com/m\n' }, { git: true });
  const state = await createProject({});
  return {
    play: async (workflow, told, ref = 'refs/heads/main') => {
      await project.write({ '.github/workflows/go.yml': workflow });
      const { exit, events, trouble } = await runEngine({
        checkout: project.dir,
        workflow: project.path('.github/workflows/go.yml'),
        event: { name: 'push', payload: { ref } },
        repository: 'octo/app',
        suites: { 'OWNER/go-actions@v1': suite },
        state: state.dir,
        env: { TOLD: JSON.stringify(told) },
        signal: AbortSignal.timeout(120_000),
      });
      const texts = events.flatMap((event) => (event.kind === 'text' ? [event.text] : []));
      return {
        exit,
        ends: events
          .flatMap((event) => (event.kind === 'job-end' ? [`${event.id} ${event.result}`] : []))
          .filter((end) => !end.endsWith(' skipped'))
          .sort(),
        shown: texts
          .filter((text) => text.startsWith('shown '))
          .map((text) => JSON.parse(text.slice('shown '.length)) as Played['shown'][number]),
        texts,
        errors: events.flatMap((event) => (event.kind === 'annotation' ? [event.annotation.message] : [])),
        trouble,
      };
    },
    [Symbol.asyncDispose]: async () => {
      await rm(suite, { recursive: true });
      await project[Symbol.asyncDispose]();
      await state[Symbol.asyncDispose]();
    },
  };
}
