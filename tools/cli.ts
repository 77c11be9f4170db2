import { describeError } from '@go-actions/action-kit';

type Command = (args: string[]) => Promise<void>;

/** The whole vocabulary of a developer; each command is loaded only when it is asked for. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  demo: () => import('./demo/command.ts'),
  init: () => import('./init/command.ts'),
  test: () => import('./test/command.ts'),
  check: () => import('./test/check.ts'),
  fix: () => import('./fix.ts'),
  dist: () => import('./dist/command.ts'),
  prove: () => import('./prove.ts'),
  bench: () => import('./bench.ts'),
  release: () => import('./release/command.ts'),
  materialise: () => import('./materialise/command.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!load) {
  console.error(`Unknown command "${name}"; expected one of ${Object.keys(COMMANDS).join(', ')}.`);
  process.exit(2);
}
try {
  await (await load()).command(args);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
