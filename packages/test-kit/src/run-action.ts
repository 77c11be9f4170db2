import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@go-actions/action-kit';
import { parse } from 'yaml';
import { loadCompiler } from './expressions.ts';
import { type LoggedAnnotation, parseAnnotations, parseCommandFile } from './runner-files.ts';

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export type ActionRun = {
  /** The checkout that the step works on. */
  readonly workspace: string;
  /** Inputs by name; what is left out gets the default of action.yml, as on the runner. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Added to the job's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The event payload. */
  readonly event?: unknown;
  /** A runner temp folder to keep between steps of one job; default: a fresh one, removed afterwards. */
  readonly temp?: string;
  /** State of a main phase: runs the post phase. */
  readonly state?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
};

export type ActionResult = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Record<string, string>;
  /** Environment variables that the step exported to later steps. */
  readonly exported: Record<string, string>;
  readonly paths: string[];
  readonly state: Record<string, string>;
  readonly summary: string;
  readonly annotations: LoggedAnnotation[];
};

/**
 * Runs the bundle that an action's action.yml names, as the runner does: Node 24, INPUT_* with defaults, fresh command files.
 * `action` is the name of one of ours, or the absolute path of another one's folder.
 * With GO_ACTIONS_TEST_SOURCE=1 it runs the entry's source instead, for a quick loop without rebuilding dist/.
 */
export async function runAction(action: string, options: ActionRun): Promise<ActionResult> {
  const folder = resolve(ROOT, 'actions', action);
  const manifest = await readManifest(folder);
  const temp = options.temp ?? (await mkdtemp(join(tmpdir(), 'go-actions-runner-')));
  const files = await mkdtemp(join(tmpdir(), 'go-actions-files-'));
  const file = (kind: string) => join(files, kind);
  try {
    for (const kind of ['output', 'env', 'path', 'state', 'summary']) await writeFile(file(kind), '');
    await writeFile(file('event.json'), JSON.stringify(options.event ?? {}));
    await mkdir(join(temp, 'tool-cache'), { recursive: true });
    const entry = options.state ? (manifest.runs.post ?? manifest.runs.main) : manifest.runs.main;
    const bundle = process.env.GO_ACTIONS_TEST_SOURCE
      ? join(folder, 'src', `${basename(entry, '.js')}.ts`)
      : resolve(folder, entry);
    const result = await run(process.execPath, [bundle], {
      cwd: options.workspace,
      timeoutMs: options.timeoutMs ?? 300_000,
      maxBytes: 256 * 1024 * 1024,
      env: {
        ...cleanEnvironment(),
        GITHUB_ACTIONS: 'true',
        CI: 'true',
        GITHUB_WORKSPACE: options.workspace,
        GITHUB_REPOSITORY: 'octo/app',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_API_URL: 'https://api.github.com',
        GITHUB_EVENT_NAME: 'push',
        GITHUB_EVENT_PATH: file('event.json'),
        GITHUB_REF: 'refs/heads/main',
        GITHUB_REF_NAME: 'main',
        GITHUB_REF_TYPE: 'branch',
        GITHUB_SHA: await readHead(options.workspace),
        GITHUB_WORKFLOW: 'ci',
        GITHUB_JOB: 'test',
        GITHUB_RUN_ID: '1',
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_ACTOR: 'gopher',
        GITHUB_OUTPUT: file('output'),
        GITHUB_ENV: file('env'),
        GITHUB_PATH: file('path'),
        GITHUB_STATE: file('state'),
        GITHUB_STEP_SUMMARY: file('summary'),
        RUNNER_TEMP: temp,
        RUNNER_TOOL_CACHE: join(temp, 'tool-cache'),
        RUNNER_OS: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }[process.platform as 'linux'],
        RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
        ...inputVariables(manifest, options.inputs ?? {}),
        ...Object.fromEntries(
          Object.entries(options.state ?? {}).map(([key, value]) => [`STATE_${key}`, value]),
        ),
        ...options.env,
      },
    });
    const read = (kind: string) => readFile(file(kind), 'utf8');
    return {
      code: result.code,
      stdout: result.stdout,
      stderr: result.stderr,
      outputs: parseCommandFile(await read('output')),
      exported: parseCommandFile(await read('env')),
      paths: (await read('path')).split('\n').filter(Boolean),
      state: parseCommandFile(await read('state')),
      summary: await read('summary'),
      annotations: parseAnnotations(result.stdout),
    };
  } finally {
    await rm(files, { recursive: true, force: true });
    if (!options.temp) await rm(temp, { recursive: true, force: true });
  }
}

/** The commit that is checked out, as on the runner; a commit that nobody has where the workspace is no checkout. */
async function readHead(workspace: string): Promise<string> {
  const head = await run('git', ['-C', workspace, 'rev-parse', '--verify', '--quiet', 'HEAD']);
  return head.stdout.trim() || '0123456789abcdef0123456789abcdef01234567';
}

/** Whether the runner starts the action's post phase after such a main phase, by the `post-if` of its action.yml. */
export async function wantsPost(action: string, { code, exported }: ActionResult): Promise<boolean> {
  const { runs } = await readManifest(resolve(ROOT, 'actions', action));
  if (!runs.post) return false;
  const wanted = (await loadCompiler())(runs['post-if'] ?? 'always()', ['env', 'runner', 'github']);
  const context = { env: exported, runner: {}, github: {} };
  return wanted(context, { success: code === 0, failure: code !== 0, cancelled: false }) === true;
}

const manifests = new Map<string, Promise<Manifest>>();

/** Parsed once: a test file runs its action dozens of times. */
function readManifest(folder: string): Promise<Manifest> {
  const known =
    manifests.get(folder) ??
    readFile(join(folder, 'action.yml'), 'utf8').then((text) => parse(text) as Manifest);
  manifests.set(folder, known);
  return known;
}

type Manifest = {
  inputs?: Record<string, { default?: string | number | boolean }>;
  runs: { main: string; post?: string; 'post-if'?: string };
};

/** INPUT_* of every declared input; expressions such as `${{ github.token }}` are empty here. */
function inputVariables(
  manifest: Manifest,
  inputs: Readonly<Record<string, string>>,
): Record<string, string> {
  const declared = manifest.inputs ?? {};
  const undeclared = Object.keys(inputs).filter((name) => !Object.hasOwn(declared, name));
  if (undeclared.length > 0) throw new Error(`Not an input of this action: ${undeclared.join(', ')}`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, { default: fallback = '' }]) => {
      const value = inputs[name] ?? (String(fallback).includes('${{') ? '' : String(fallback));
      return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value];
    }),
  );
}

/** The developer's own environment without anything that a runner would set. */
function cleanEnvironment(): Record<string, undefined> {
  const runner = Object.keys(process.env).filter((name) =>
    /^(GITHUB_|RUNNER_|ACTIONS_|INPUT_|STATE_)/.test(name),
  );
  return Object.fromEntries(runner.map((name) => [name, undefined]));
}
