import { debug, info, type Job } from '@go-actions/action-kit';
import { type Doubt, explainDoubt, openCacheService, type ServiceAddress } from '@go-actions/cache-service';
import type { CompareInputs } from '../../inputs.ts';
import type { Project } from '../../project/io/project.ts';
import { type Conditions, type CoverageRecord, parseRecord, planKeys, renderRecord } from '../record.ts';

/** How far back a record is looked for when the base itself has none; GitHub takes ten keys at a time. */
const ANCESTORS = 8;
/** A record names every file of a project with two numbers: far above what one needs. */
const RECORD_LIMIT = 32 * 1024 * 1024;
const FORMAT = 'coverage record 2';

/** A record, or why there is none; `planted`: an entry has its name that the default branch did not save. */
export type Lookup =
  | { readonly record: CoverageRecord }
  | { readonly record?: undefined; readonly reason: string; readonly planted: boolean };

/**
 * The newest record of `base` or the commits before it, from the Actions cache; without a cache service there is none. A record
 * decides, so it has to be the default branch's: the code under test can save entries too.
 */
export async function fetchRecord(
  project: Project,
  base: string,
  scope: string,
  conditions: Conditions,
  { cacheService, token }: CompareInputs,
  job: Job,
): Promise<Lookup> {
  const none = (reason: string, planted = false): Lookup => ({ reason, planted });
  const missing = `there is no record of ${base.slice(0, 12)} or the commits before it`;
  const service = openCacheService(cacheService, FORMAT);
  if (!service) return none(missing);
  const commits = await listCommits(project, base);
  const { primary, fallbacks } = planKeys(scope, commits, conditions);
  try {
    const entry = await service.find(primary, fallbacks);
    if (!entry) return none(missing);
    const doubt = await explainDoubt(entry.key, job.context, token);
    if (doubt) return none(describeDoubt(base, entry.key, doubt), doubt.planted);
    info(`The record of the base comes from the cache entry ${entry.key}.`);
    const record = parseRecord((await entry.read(0, RECORD_LIMIT)).toString('utf8'));
    return record && commits.includes(record.commit) ? { record } : none(missing);
  } catch (error) {
    info(`The cache could not be read: ${String(error)}`);
    return none(`the cache with the record of ${base.slice(0, 12)} could not be read`);
  }
}

function describeDoubt(base: string, key: string, { reason, planted }: Doubt): string {
  const doubt = `the record of ${base.slice(0, 12)} is not known to be the default branch's: ${reason}`;
  return planted ? `${doubt} (delete it: gh cache delete ${key})` : doubt;
}

/** Keeps the record of a commit for later runs. Not being allowed to, or being second, is no failure. */
export async function saveRecord(
  record: CoverageRecord,
  scope: string,
  address: ServiceAddress,
): Promise<void> {
  const service = openCacheService(address, FORMAT);
  if (!service) return debug('No cache service: the record is not kept.');
  try {
    await service.save(planKeys(scope, [record.commit], record.conditions).primary, [
      Buffer.from(renderRecord(record)),
    ]);
  } catch (error) {
    info(`The record was not saved: ${String(error)}`);
  }
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
