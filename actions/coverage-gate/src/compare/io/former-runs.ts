import type { Job } from '@go-actions/action-kit';
import type { Inputs } from '../../inputs.ts';
import type { Project } from '../../project/io/project.ts';
import type { HistoryPoint } from '../history.ts';
import type { Conditions } from '../record.ts';
import { type Comparison, scopeOf } from './baseline.ts';
import type { Change } from './change.ts';
import { fetchRecord } from './record-store.ts';

/** What runs of the default branch left, oldest first, for the report `trend`; `undefined` when nobody asks for it. */
export async function gatherHistory(
  inputs: Inputs,
  project: Project,
  change: Change,
  { baseline }: Comparison,
  conditions: Conditions,
  job: Job,
): Promise<readonly HistoryPoint[] | undefined> {
  const { report, compare } = inputs;
  if (!report.reportDir || !report.reports.includes('trend')) return undefined;
  if (baseline?.found && baseline.record.history) return baseline.record.history;
  if (change.base === undefined) return [];
  const { record } = await fetchRecord(project, change.base, scopeOf(inputs, []), conditions, compare, job);
  return record?.history ?? [];
}
