import { ActionError, run } from '@go-actions/action-kit';
import { runAction, wantsPost } from '@go-actions/test-kit';

type Inputs = Readonly<Record<string, string>>;

/** The first round of a linter, with nothing in its caches, may take minutes on a small machine; it is not measured. */
const TIMEOUT_MS = 20 * 60_000;

/** What ours and the peer say last when findings are all that is wrong. */
const FINDINGS = /^::error::(?:\d+ findings? in |issues found)/m;

/**
 * Runs an action's bundle as a step, main and (where its `post-if` says so) post; a step that is red for another reason
 * than findings ends the benchmark. `action` is ours by name or a folder.
 */
export function actionStep(action: string, workspace: string, inputs: Inputs): () => Promise<void> {
  return async () => {
    const main = await runAction(action, { workspace, inputs, timeoutMs: TIMEOUT_MS });
    if (main.code !== 0 && !FINDINGS.test(main.stdout))
      throw new ActionError(`${action} is red:\n${main.stdout.slice(-2_000)}`);
    if (await wantsPost(action, main)) await runAction(action, { workspace, inputs, state: main.state });
  };
}

/** Starts the commands at once and waits for all; a linter's findings are no failure here. */
export function tools(
  cwd: string,
  commands: readonly (readonly [string, ...string[]])[],
  env: Readonly<Record<string, string>> = {},
): () => Promise<void> {
  return async () => {
    const results = await Promise.all(commands.map(([command, ...args]) => run(command, args, { cwd, env })));
    const failed = results.find(({ code }) => code === null || code > 1);
    if (failed) throw new ActionError(`${failed.command} failed:\n${failed.stderr.slice(-2_000)}`);
  };
}

/** What no step can be without, whatever it does: a start of node. */
export async function emptyStep(): Promise<void> {
  await run(process.execPath, ['--eval', '0']);
}
