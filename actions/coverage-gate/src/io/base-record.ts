import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache';
import { debug, info, type JobContext } from '@go-actions/action-kit';
import { type Conditions, type CoverageRecord, parseRecord, planKeys } from '../record.ts';
import type { Project } from './project.ts';

/** How far back a record is looked for when the base itself has none; GitHub takes ten keys at a time. */
const ANCESTORS = 8;

/** The newest record of `base` or the commits before it, from the Actions cache; without a cache service there is none. */
export async function fetchRecord(
  project: Project,
  base: string,
  scope: string,
  conditions: Conditions,
  job: JobContext,
): Promise<CoverageRecord | undefined> {
  if (!isFeatureAvailable()) return undefined;
  const { primary, fallbacks } = planKeys(scope, await listCommits(project, base), conditions);
  const file = recordFile(job);
  try {
    const key = await restoreCache([file], primary, fallbacks);
    if (!key) return undefined;
    info(`The record of the base comes from the cache entry ${key}.`);
    return parseRecord(await readFile(file, 'utf8'));
  } catch (error) {
    info(`The cache could not be read: ${String(error)}`);
    return undefined;
  } finally {
    await rm(file, { force: true });
  }
}

/** Keeps the record of a commit for later runs. Not being allowed to, or being second, is no failure. */
export async function saveRecord(record: CoverageRecord, scope: string, job: JobContext): Promise<void> {
  if (!isFeatureAvailable()) return debug('No cache service: the record is not kept.');
  const file = recordFile(job);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify(record));
  try {
    await saveCache([file], planKeys(scope, [record.commit], record.conditions).primary);
  } catch (error) {
    info(`The record was not saved: ${String(error)}`);
  } finally {
    await rm(file, { force: true });
  }
}

/** The same path in every run: it is part of what an entry is found by. */
function recordFile(job: JobContext): string {
  return join(job.temp, 'coverage-gate-record', 'record.json');
}

async function listCommits(project: Project, base: string): Promise<string[]> {
  const log = await project.repository?.git([
    'rev-list',
    '--first-parent',
    `--max-count=${ANCESTORS + 1}`,
    base,
  ]);
  return log?.code === 0 ? log.stdout.trim().split('\n') : [base];
}
