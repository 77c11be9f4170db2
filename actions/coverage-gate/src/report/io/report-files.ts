import { join, resolve } from 'node:path';
import { ActionError, isInside, type JobContext, makeFolderBelow, writeBelow } from '@go-actions/action-kit';
import type { ReportInputs } from '../../inputs.ts';
import { writeProfile } from '../../profile/io/profile-files.ts';
import type { TestRun } from '../../tests/io/run.ts';
import { type ReportData, reportOf } from '../reports.ts';

/** Writes the merged profile where later steps can read it; returns its path. */
export async function writeMergedProfile(run: TestRun, idsByFile: readonly Int32Array[]): Promise<string> {
  const path = join(run.scratch, 'coverage.out');
  const { modes, table } = run.profile;
  const [mode = 'set'] = modes.keys();
  // Counts of `set` profiles are no counts: mixed with others only covered or not is left.
  await writeProfile(path, modes.has('set') ? 'set' : mode, table, idsByFile);
  return path;
}

/** Refuses reports that show how often lines ran, when some of the profiles do not know it. */
export function checkModes(inputs: ReportInputs, { profile }: TestRun): void {
  const counting = inputs.reportDir ? inputs.reports.filter((name) => reportOf(name).counts) : [];
  if (counting.length === 0 || profile.modes.size < 2 || !profile.modes.has('set')) return;
  const found = [...profile.modes].map(([mode, name]) => `${name} has ${mode}`).join(', ');
  throw new ActionError(
    `\`reports\` asks for ${counting.join(' and ')}, which say how often lines ran, but the profiles mix modes: ${found}.`,
    {
      remedy:
        'Make all profiles with one `-covermode` (`race: true` makes it atomic), or leave these reports out.',
    },
  );
}

/**
 * Writes the wanted reports below the workspace or the runner's temp folder, through no link; returns their folder, `undefined`
 * when none is wanted.
 */
export async function writeReports(inputs: ReportInputs, data: ReportData): Promise<string | undefined> {
  if (!inputs.reportDir) return undefined;
  const wanted = resolve(data.job.workspace, inputs.reportDir);
  const root = rootOf(wanted, data.job);
  const dir = await makeFolderBelow(root, wanted);
  for (const name of new Set(inputs.reports)) {
    const { file, render } = reportOf(name);
    const content = render(data);
    await writeBelow(dir, file, typeof content === 'string' ? content : Buffer.concat([...content]));
  }
  return dir;
}

function rootOf(path: string, { workspace, temp }: JobContext): string {
  const root = [workspace, temp].find((folder) => isInside(resolve(folder), path));
  if (root !== undefined) return root;
  throw new ActionError(`\`report-dir\` is ${JSON.stringify(path)}, which is outside of the workspace.`, {
    remedy: "Name a folder below the workspace, or below the runner's temp folder.",
  });
}
