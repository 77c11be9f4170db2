import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ensureGoTool } from '../../go-tools.ts';
import { inRoot } from '../../root.ts';
import { listJobs, withInputs } from '../caller.ts';
import type { LogEvent } from '../engine-log.ts';
import { renderLog, renderProgress } from '../progress.ts';
import type { Played } from '../report.ts';
import { collectRun, type Run } from '../run.ts';
import { compareRuns, type Expectation, type Scene } from '../scene.ts';
import { type Checkout, createExample } from './checkout.ts';
import { runEngine, TOOL_CACHE } from './engine.ts';
import { type Peers, startPeers } from './peers.ts';
import { prepareSuite, type Suite } from './suite.ts';
import { ensureHostedGo } from './tool-cache.ts';

/** What every scene shares. */
export type Stage = {
  readonly suite: Suite;
  /** Folders of pinned Go programs. */
  readonly path: readonly string[];
  /** Kept from run to run, so that the second one is warm. */
  readonly state: string;
  /** Added to the environment of every job. */
  readonly env?: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Builds what is missing, and puts the actions and the programs where the engine finds them. */
export async function openStage(
  options: Pick<Stage, 'state' | 'env' | 'say' | 'signal'>,
): Promise<Stage & AsyncDisposable> {
  await ensureHostedGo(join(options.state, TOOL_CACHE), options.say);
  for (const tool of ['act', 'registry'] as const) await ensureGoTool(tool, options.say);
  const path: string[] = [];
  for (const tool of ['staticcheck', 'crane', 'apidiff'] as const)
    path.push(dirname(await ensureGoTool(tool, options.say)));
  const suite = await prepareSuite();
  return { ...options, suite, path, [Symbol.asyncDispose]: () => suite[Symbol.asyncDispose]() };
}

/** The example service's repository, as the local GitHub and the OIDC issuer know it. */
const REPOSITORY = 'octo/beacon';

/** Plays one scene from an empty repository to the facts that are found afterwards. */
export async function play(scene: Scene, stage: Stage): Promise<Played> {
  const started = performance.now();
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-scene-'));
  try {
    const checkout = await createExample(scratch, REPOSITORY, scene);
    await using peers = await startPeers(scene, { repository: REPOSITORY, checkout });
    const later = { ...checkout, event: peers.laterEvent ?? checkout.event };
    const runs: Played['runs'][number][] = [];
    for (const [i, expected] of scene.runs.entries()) {
      const log = i === 0 ? scene.name : `${scene.name}-${i + 1}`;
      runs.push({
        run: await runWorkflow(chooseWorkflow(scene, expected), {
          repository: REPOSITORY,
          checkout: i === 0 ? checkout : later,
          peers,
          stage,
          scratch,
          log,
        }),
        expected,
      });
      await peers.afterRun();
    }
    const compared = compareRuns(
      scene,
      runs.map(({ run }) => run),
    );
    return {
      scene,
      runs,
      facts: [...compared, ...(await peers.readFacts())],
      ms: performance.now() - started,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function chooseWorkflow(
  scene: Scene,
  { of, with: more }: Expectation,
): Pick<Scene, 'caller' | 'workflow' | 'with'> {
  return { ...(of ?? scene), with: { ...(of ? {} : scene.with), ...more } };
}

/** Runs a caller's workflow once, telling the progress. */
export async function runWorkflow(
  workflows: Pick<Scene, 'caller' | 'workflow' | 'with'>,
  setting: {
    repository: string;
    checkout: Checkout;
    peers: Peers;
    stage: Stage;
    scratch: string;
    log: string;
  },
): Promise<Run> {
  const { checkout, peers, repository, scratch, stage } = setting;
  const caller = join(scratch, basename(workflows.caller));
  await writeFile(caller, withInputs(await readFile(inRoot(workflows.caller), 'utf8'), workflows.with ?? {}));
  const seen: LogEvent[] = [];
  try {
    const { events, exit } = await runEngine({
      checkout: checkout.dir,
      workflow: caller,
      event: checkout.event,
      repository,
      suites: stage.suite.repositories,
      state: stage.state,
      env: { ...stage.env, ...peers.env },
      vars: peers.vars,
      ...(peers.secrets && { secrets: peers.secrets }),
      ...(peers.artifacts && { artifacts: peers.artifacts }),
      path: [...(peers.path ?? []), ...stage.path],
      signal: stage.signal,
      onEvent: (event) => {
        seen.push(event);
        const line = renderProgress(event);
        if (line) stage.say(line);
      },
    });
    const jobIds = listJobs(await readFile(inRoot(workflows.workflow), 'utf8'));
    return collectRun(events, { jobIds, exit });
  } finally {
    await writeFile(join(stage.state, `${setting.log}.log`), renderLog(seen)); // also of a run that was cancelled
  }
}
