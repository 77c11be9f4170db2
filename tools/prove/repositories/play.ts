import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import { runStrictly } from '@go-actions/test-kit';
import { ensureGoTool } from '../../go-tools.ts';
import { askGolangci, askTotal, askVet } from './bare.ts';
import type { Row } from './table.ts';

const HOUR = 3_600_000;

/** One check of lint-gate alone, whose count is to be that of the program. */
const alone = (check: 'vet' | 'golangci') => ({
  id: check,
  if: '${{ !cancelled() }}',
  uses: '$/actions/lint-gate',
  with: {
    preset: 'fast',
    checks: JSON.stringify({ fmt: 'off', staticcheck: 'off', vet: 'off', [check]: 'error' }),
  },
});

/** Plays the root action on a clone of the checkout, and asks Go and the linter about the same clone. */
export async function playRepository(
  folder: string,
  { name, kind }: { readonly name: string; readonly kind: string },
): Promise<Row> {
  const scratch = await mkdtemp(join(tmpdir(), 'go-actions-repository-'));
  try {
    const work = join(scratch, 'work');
    const temp = join(scratch, 'temp');
    await mkdir(temp);
    await runChecked('git', ['clone', '--quiet', '--depth', '20', `file://${folder}`, work], {
      timeoutMs: HOUR,
    });
    const sha = (await runChecked('git', ['rev-parse', 'HEAD'], { cwd: work })).stdout.trim();
    const linter = await ensureGoTool('golangci-lint');
    const job = {
      workspace: work,
      temp,
      timeoutMs: HOUR,
      env: { GITHUB_SHA: sha, PATH: [dirname(linter), process.env.PATH].join(delimiter) },
    };
    const { annotations, outputs } = await runStrictly({
      ...job,
      steps: [{ id: 'go', uses: '$/.', with: { 'min-total': '0', cache: 'off' } }],
      outputs: {
        verdict: '${{ steps.go.outputs.verdict }}',
        total: '${{ steps.go.outputs.coverage }}',
      },
    });
    const { outputs: issues } = await runStrictly({
      ...job,
      steps: [alone('vet'), alone('golangci')],
      outputs: {
        vet: '${{ steps.vet.outputs.issues }}',
        golangci: '${{ steps.golangci.outputs.issues }}',
      },
    });
    return {
      name,
      commit: sha.slice(0, 7),
      kind,
      verdict: outputs.verdict ?? '',
      total: oneDecimal(outputs.total ?? ''),
      goTotal: await askTotal(work, scratch),
      findings: `${issues.vet}, ${issues.golangci}`,
      bareFindings: `${await askVet(work)}, ${await askGolangci(linter, work, scratch)}`,
      sentences: listSentences(annotations, [scratch, work]),
    };
  } finally {
    await run('chmod', ['-R', 'u+w', scratch]); // module caches hold read-only folders
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The first line of each error without a file, once. */
function listSentences(
  annotations: readonly {
    readonly level: string;
    readonly file?: string | undefined;
    readonly message: string;
  }[],
  folders: readonly string[],
): string[] {
  const lines = annotations
    .filter(({ level, file }) => level === 'error' && !file)
    .map(({ message }) => message.split('\n')[0] ?? '');
  const leaking = lines.find((line) => folders.some((folder) => line.includes(folder)));
  if (leaking) throw new Error(`A message names a folder of this machine: ${leaking}`);
  return [...new Set(lines)].map((line) => (line.length > 240 ? `${line.slice(0, 240)} …` : line));
}

/** 68.75 is 68.8, as Go prints it. */
const oneDecimal = (total: string): string => (total === '' ? '' : Number(total).toFixed(1));
