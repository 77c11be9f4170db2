import { expect, it } from 'vitest';
import type { Task } from '../../../../actions/lint-gate/src/checks/check.ts';
import { vuln } from '../../../../actions/lint-gate/src/checks/vuln.ts';

const doc = (...messages: object[]) => messages.map((message) => JSON.stringify(message)).join('\n');
const WHOLE = [
  { config: { scan_level: 'symbol', scan_mode: 'source' } },
  { SBOM: { roots: ['m'] } },
  { progress: { message: 'Checking the code against the vulnerabilities...' } },
];
const CALLED = [
  { osv: { id: 'GO-1', summary: 'bad' } },
  {
    finding: {
      osv: 'GO-1',
      trace: [
        { module: 'd', version: 'v1', package: 'd', function: 'F' },
        { module: 'm', package: 'm', position: { filename: 'a.go', line: 3, column: 2 } },
      ],
    },
  },
];

/** The check's answer to a govulncheck that ends so, and the command line that it got. */
async function answer(ending: {
  stdout?: string;
  stderr?: string;
  code?: number | null;
  timedOut?: boolean;
}) {
  const { stdout = '', stderr = '', code = 0, timedOut = false } = ending;
  let asked: readonly string[] = [];
  const task = {
    settings: {
      vuln: {
        database: 'file:///db',
        level: 'called',
        ignored: [],
        today: '2026-01-01',
        onNotes: () => undefined,
      },
    },
    linter: { path: '/bin/govulncheck' },
    listed: [{ path: 'm', sources: 1, tests: 0, externalTests: 0, broken: false }],
    tags: ['e2e'],
    exec: async (
      program: string,
      args: readonly string[],
      options: { onStdout: (chunk: Buffer) => void },
    ) => {
      asked = [program, ...args];
      for (let at = 0; at < stdout.length; at += 50) options.onStdout(Buffer.from(stdout.slice(at, at + 50)));
      return { code, signal: null, stdout: '', stderr, truncated: false, timedOut, ms: 1 };
    },
  } as unknown as Task;
  const said = await vuln.run(task);
  return { said, asked };
}

it('finds what the messages say, whatever the exit code of 0 says', async () => {
  const { said, asked } = await answer({ stdout: doc(...WHOLE, ...CALLED) });
  expect(said).toMatchObject({ findings: [{ file: 'a.go', line: 3, rule: 'GO-1' }] });
  expect(asked.join(' ')).toBe('/bin/govulncheck -db file:///db -format json -tags=e2e ./...');
});

it.each([
  { name: 'a whole run without findings', ending: { stdout: doc(...WHOLE) }, kind: undefined },
  { name: 'a run that is not proved', ending: { stdout: doc(WHOLE[0] ?? {}) }, kind: 'crash' },
  { name: 'a stream that breaks off', ending: { stdout: doc(...WHOLE).slice(0, -5) }, kind: 'crash' },
  { name: 'a stream of something else', ending: { stdout: '}{' }, kind: 'crash' },
  { name: 'a failure without a place', ending: { code: 1, stderr: 'no database' }, kind: 'crash' },
  { name: 'the time limit', ending: { code: null, timedOut: true }, kind: 'timeout' },
])('$name: $kind', async ({ ending, kind }) => {
  const { said } = await answer(ending);
  expect(said).toMatchObject({ findings: [] });
  expect('problem' in said ? said.problem?.kind : undefined).toBe(kind);
});

it('code that does not compile is a finding at its place', async () => {
  const { said } = await answer({ code: 1, stderr: 'm/a.go:7:2: undefined: x\n' });
  expect(said).toMatchObject({ findings: [{ file: 'm/a.go', line: 7, rule: 'typecheck' }] });
});
