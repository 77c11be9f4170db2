import { ActionError, run } from '@go-actions/action-kit';
import { runAction } from '@go-actions/test-kit';

/** Runs lint-gate's bundle as a step; a red step ends the benchmark. */
export function gateStep(workspace: string, inputs: Readonly<Record<string, string>>): () => Promise<void> {
  return async () => {
    const { code, stdout } = await runAction('lint-gate', { workspace, inputs });
    if (code !== 0) throw new ActionError(`lint-gate is red:\n${stdout.slice(-2_000)}`);
  };
}

/** Runs golangci-lint-action's main and post with the linter that is on PATH, as a step without its own cache. */
export function peerStep(action: string, workspace: string): () => Promise<void> {
  const inputs = { 'install-mode': 'none', 'skip-cache': 'true' };
  return async () => {
    const main = await runAction(action, { workspace, inputs });
    if (main.code !== 0) throw new ActionError(`golangci-lint-action is red:\n${main.stdout.slice(-2_000)}`);
    await runAction(action, { workspace, inputs, state: main.state });
  };
}

/** Starts the commands at once and waits for all; a linter's findings are no failure here. */
export function tools(
  cwd: string,
  commands: readonly (readonly [string, ...string[]])[],
): () => Promise<void> {
  return async () => {
    const results = await Promise.all(commands.map(([command, ...args]) => run(command, args, { cwd })));
    const failed = results.find(({ code }) => code === null || code > 1);
    if (failed) throw new ActionError(`${failed.command} failed:\n${failed.stderr.slice(-2_000)}`);
  };
}
