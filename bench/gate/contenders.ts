import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { ActionError, runChecked } from '@go-actions/action-kit';
import type { Job } from '@go-actions/test-kit';
import { ensureGoTool } from '@go-actions/tools';

/** One step of a contender's job; throws when it is red. */
export type Phase = { readonly title: string; readonly execute: (job: Job) => Promise<void> };
export type Contender = { readonly name: string; readonly phases: readonly Phase[] };

/** Ours, and (when both checkouts are named) the same gate made of what teams use today. */
export async function listContenders(
  setupGo: string | undefined,
  golangciAction: string | undefined,
): Promise<Contender[]> {
  const { stdout } = await runChecked('go', ['env', 'GOVERSION'], { cwd: tmpdir() });
  const go = { 'go-version': stdout.trim().replace(/^go/, '') };
  const ours = makeOurs(go);
  if (!setupGo || !golangciAction) {
    console.log('PEER_SETUP_GO or PEER_GOLANGCI_ACTION is not set: ours only.\n');
    return [ours];
  }
  return [ours, await makePeers(go, resolve(setupGo), resolve(golangciAction))];
}

/** All contenders use the Go that is there, whatever the repository's go.mod says: a download would be measured otherwise. */
type GoVersion = { readonly 'go-version': string };

/** The steps of the root action, in its order. */
function makeOurs(go: GoVersion): Contender {
  return {
    name: 'ours',
    phases: [
      action('setup-go-cache', 'setup-go-cache', { ...go, 'cache-scope': 'gate' }),
      action('lint-gate', 'lint-gate', { preset: 'fast', cgo: 'auto' }, { findings: true }),
      action('coverage-gate', 'coverage-gate', { 'min-total': '0', 'min-patch': '0' }),
      action('go-build', 'go-build', {}),
    ],
  };
}

/** Their linter (which runs the same two analyses) is there already, so nothing is downloaded or built on their side. */
async function makePeers(go: GoVersion, setupGo: string, golangciAction: string): Promise<Contender> {
  const linters = dirname(await ensureGoTool('golangci-lint'));
  process.env.PATH = `${process.env.PATH}:${linters}`;
  return {
    name: 'peers',
    phases: [
      action('setup-go', setupGo, go),
      command('gofmt', 'gofmt', '-l', '.'),
      action('golangci-lint-action', golangciAction, {
        'install-mode': 'none',
        args: '--default=none --enable=govet,staticcheck --issues-exit-code=0',
      }),
      command('test', 'go', 'test', '-race', '-coverprofile=cover.out', './...'),
      command('build', 'go', 'build', './...'),
    ],
  };
}

/** `findings`: a red verdict about what stands in the repository is a verdict, too; theirs is told to exit with 0 then. */
function action(
  title: string,
  name: string,
  inputs: Readonly<Record<string, string>>,
  { findings = false }: { readonly findings?: boolean } = {},
): Phase {
  return {
    title,
    execute: async (job) => {
      const { code, stdout } = await job.uses(name, inputs);
      const judged = findings && /^::error::\d+ findings? in /m.test(stdout);
      if (code !== 0 && !judged) throw new ActionError(`${title} is red:\n${stdout.slice(-3_000)}`);
    },
  };
}

function command(title: string, program: string, ...args: string[]): Phase {
  return {
    title,
    execute: async (job) => {
      const { code, stdout, stderr } = await job.run(program, args);
      if (code !== 0) throw new ActionError(`${title} is red:\n${(stdout + stderr).slice(-3_000)}`);
    },
  };
}
