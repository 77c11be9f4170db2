import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Inputs } from '../inputs.ts';
import { REPORTS, type ReportData } from '../report/reports.ts';
import { writeProfile } from './profile-files.ts';
import type { Run } from './run.ts';

/** Writes the merged profile where later steps can read it; returns its path. */
export async function writeMergedProfile(run: Run, idsByFile: readonly Int32Array[]): Promise<string> {
  const path = join(run.scratch, 'coverage.out');
  const [mode = 'set', ...others] = run.profile.modes;
  // Counts of `set` profiles are no counts: mixed with others only covered or not is left.
  await writeProfile(
    path,
    others.length > 0 && run.profile.modes.includes('set') ? 'set' : mode,
    run.profile.table,
    idsByFile,
  );
  return path;
}

/** Writes the wanted reports; returns their folder, `undefined` when none is wanted. */
export async function writeReports(inputs: Inputs, data: ReportData): Promise<string | undefined> {
  if (!inputs.reportDir) return undefined;
  const dir = resolve(data.job.workspace, inputs.reportDir);
  await mkdir(dir, { recursive: true });
  for (const name of new Set(inputs.reports)) {
    const { file, render } = REPORTS[name];
    await writeFile(join(dir, file), render(data));
  }
  return dir;
}
