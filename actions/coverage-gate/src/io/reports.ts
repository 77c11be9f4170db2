import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { JobContext } from '@go-actions/action-kit';
import type { BlockTable } from '../block-table.ts';
import type { Inputs } from '../inputs.ts';
import { renderHtml } from '../report/html.ts';
import type { Result } from '../result.ts';
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
export async function writeReports(
  inputs: Inputs,
  result: Result,
  table: BlockTable,
  job: JobContext,
): Promise<string | undefined> {
  if (!inputs.reportDir) return undefined;
  const dir = resolve(job.workspace, inputs.reportDir);
  await mkdir(dir, { recursive: true });
  for (const report of inputs.reports) {
    if (report === 'html') await writeFile(join(dir, 'coverage.html'), renderHtml(result, table, job));
  }
  return dir;
}
