import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import type { Inputs } from '../../inputs.ts';
import { writeProfile } from '../../profile/io/profile-files.ts';
import type { Run } from '../../tests/io/run.ts';
import { type ReportData, reportOf } from '../reports.ts';

/** Writes the merged profile where later steps can read it; returns its path. */
export async function writeMergedProfile(run: Run, idsByFile: readonly Int32Array[]): Promise<string> {
  const path = join(run.scratch, 'coverage.out');
  const { modes, table } = run.profile;
  const [mode = 'set'] = modes.keys();
  // Counts of `set` profiles are no counts: mixed with others only covered or not is left.
  await writeProfile(path, modes.has('set') ? 'set' : mode, table, idsByFile);
  return path;
}

/** Refuses reports that show how often lines ran, when some of the profiles do not know it. */
export function checkModes(inputs: Inputs, { profile }: Run): void {
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

/** Writes the wanted reports; returns their folder, `undefined` when none is wanted. */
export async function writeReports(inputs: Inputs, data: ReportData): Promise<string | undefined> {
  if (!inputs.reportDir) return undefined;
  const dir = resolve(data.job.workspace, inputs.reportDir);
  await mkdir(dir, { recursive: true });
  for (const name of new Set(inputs.reports)) {
    const { file, render } = reportOf(name);
    // In pieces as they are drawn: the pages of large projects are never in memory as a whole.
    await writeFile(join(dir, file), render(data));
  }
  return dir;
}
