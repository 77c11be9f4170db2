import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ActionError, run, runChecked } from '@go-actions/action-kit';
import { type ArtifactService, startArtifactService } from '@go-actions/test-kit';
import { ensureGoTool } from '../../go-tools.ts';
import { type LogEvent, parseLogLine, type Result } from '../engine-log.ts';
import { GO_NETWORK, jobEnvironment, replaceEnvironment } from '../environment.ts';
import { writePrograms } from './programs.ts';

export type EngineRun = {
  /** The checkout that the event is about. */
  readonly checkout: string;
  /** The caller's workflow, an absolute path. */
  readonly workflow: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  /** `owner/name` of the checkout's repository. */
  readonly repository: string;
  /** What `uses: owner/repo/…@ref` means, as `owner/repo@ref` -> folder. */
  readonly suites: Readonly<Record<string, string>>;
  /** Kept between runs: the files of the cache server, the runner's folder and tool cache, Go's build cache. */
  readonly state: string;
  /** Added to the jobs' environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** `vars.*` of the workflow. */
  readonly vars?: Readonly<Record<string, string>>;
  /** `secrets.*` of the workflow, beside GITHUB_TOKEN. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Folders of programs for the jobs, before the developer's PATH. */
  readonly path?: readonly string[];
  /** Kept by the caller; default: one that ends with the run. */
  readonly artifacts?: ArtifactService;
  readonly onEvent?: (event: LogEvent) => void;
  readonly signal: AbortSignal;
};

export type EngineResult = {
  readonly exit: Result;
  readonly events: readonly LogEvent[];
  readonly trouble: string;
};

/** The jobs' GITHUB_TOKEN: long enough not to occur in a log by chance, since the engine masks it everywhere. */
export const JOB_TOKEN = 'ghs_0000000000localdemotoken0000000000';
/** The runner's tool cache, inside of the state folder. */
export const TOOL_CACHE = 'tool-cache';
const TIMEOUT_MS = 30 * 60_000;

/**
 * Runs one workflow with nektos/act in host mode: fresh HOME, temp folder and workspaces, removed afterwards; the engine's
 * own cache server and an artifact service of ours on loopback.
 */
export async function runEngine(options: EngineRun): Promise<EngineResult> {
  const binary = await ensureGoTool('act');
  // The engine's own artifact server refuses @actions/artifact 6: a field that it does not know, and a signature in the
  // upload's URL whose padding the client drops.
  const artifacts = options.artifacts ?? (await startArtifactService());
  // The same folder every time, as a runner has it: Go's cache keys hold the path of the module cache.
  const scratch = join(options.state, 'runner');
  await removeTree(scratch);
  const at = (...parts: string[]) => join(scratch, ...parts);
  try {
    for (const folder of ['home', 'tmp', 'jobs']) await mkdir(at(folder), { recursive: true });
    await mkdir(join(options.state, TOOL_CACHE), { recursive: true });
    await symlink(join(options.state, TOOL_CACHE), at('jobs', 'tool_cache'), 'dir'); // where act has it
    await writeFile(at('event.json'), JSON.stringify(options.event.payload));
    await writeFile(at('none'), '');
    await writePrograms(at('bin'));
    const events: LogEvent[] = [];
    const result = await run(binary, await engineArguments(options, artifacts, at), {
      cwd: scratch,
      timeoutMs: TIMEOUT_MS,
      signal: options.signal,
      maxBytes: 1024 * 1024, // the log is read as it comes
      env: replaceEnvironment(process.env, {
        ...(await goNetwork(options.checkout)),
        ...jobEnvironment(process.env, {
          home: at('home'),
          temp: at('tmp'),
          path: [at('bin'), ...(options.path ?? [])],
          separator: delimiter,
        }),
      }),
      onStdoutLine: (line) => {
        const event = parseLogLine(line, Date.now());
        if (!event) return;
        events.push(event);
        options.onEvent?.(event);
      },
    });
    options.signal.throwIfAborted();
    if (result.timedOut) throw new ActionError(`The engine did not end within ${TIMEOUT_MS / 1_000} s.`);
    const trouble = result.stderr
      .split('\n')
      .filter((line) => line && !line.startsWith('{'))
      .join('\n');
    if (events.length === 0)
      throw new ActionError(`The engine ran no job of ${options.workflow}.\n${trouble}`);
    return { exit: result.code === 0 ? 'success' : 'failure', events, trouble };
  } finally {
    if (!options.artifacts) await artifacts[Symbol.asyncDispose]();
    await removeTree(scratch);
  }
}

async function engineArguments(
  options: EngineRun,
  artifacts: ArtifactService,
  at: (...parts: string[]) => string,
): Promise<string[]> {
  const pairs = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const [owner = ''] = options.repository.split('/');
  return [
    options.event.name,
    ...['--directory', options.checkout, '--workflows', options.workflow, '--eventpath', at('event.json')],
    ...['--platform', 'ubuntu-latest=-self-hosted', '--pull=false', '--concurrent-jobs', '1', '--json'],
    ...['--actor', 'gopher', '--secret', `GITHUB_TOKEN=${JOB_TOKEN}`],
    // Never the .env, .secrets, .vars and .input files of the repository.
    ...[
      '--env-file',
      at('none'),
      '--secret-file',
      at('none'),
      '--var-file',
      at('none'),
      '--input-file',
      at('none'),
    ],
    ...['--action-cache-path', at('jobs')],
    ...['--cache-server-addr', '127.0.0.1', '--cache-server-path', join(options.state, 'cache')],
    ...pairs('--local-repository', options.suites),
    ...pairs('--var', options.vars ?? {}),
    ...pairs('--secret', options.secrets ?? {}),
    ...pairs('--env', {
      GITHUB_REPOSITORY: options.repository,
      GITHUB_REPOSITORY_OWNER: owner,
      // As on a self-hosted runner: a release restores no cache, and cross-compiles the standard library every time.
      GOCACHE: join(options.state, 'go-build'),
      STATICCHECK_CACHE: join(options.state, 'staticcheck'),
      ...artifacts.env(),
      ...options.env,
    }),
  ];
}

/** What `go env -w` has set for this user: the jobs have a HOME of their own. */
async function goNetwork(dir: string): Promise<Record<string, string>> {
  const { stdout } = await runChecked('go', ['env', '-json', ...GO_NETWORK], { cwd: dir });
  return Object.fromEntries(
    Object.entries(JSON.parse(stdout) as Record<string, string>).filter(([, value]) => value),
  );
}

/** Module caches hold read-only folders: they are made writable first. */
async function removeTree(dir: string): Promise<void> {
  await run('chmod', ['-R', 'u+w', dir]); // fails when there is nothing to remove
  await rm(dir, { recursive: true, force: true });
}
