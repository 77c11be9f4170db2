import { info } from '@go-actions/action-kit';
import { type CacheService, openCacheService, type ServiceAddress } from '@go-actions/cache-service';
import {
  durationsPrefix,
  parseDurations,
  renderDurations,
  type TestDurations,
  type TestScope,
} from '../test-durations.ts';

const FORMAT = 'test durations 1';
/** A line for each package: far above what the largest repository needs. */
const RECORD_LIMIT = 8 * 1024 * 1024;

/** The newest recorded durations of a scope; none without a cache service, a record, or an answer. */
export async function fetchTestDurations(address: ServiceAddress, scope: TestScope): Promise<TestDurations> {
  const service = openCacheService(address, FORMAT);
  return service ? fetchFrom(service, scope) : new Map();
}

/**
 * Adds what was measured to the newest record. Several shards may do so at once: the one that ends last keeps its own and what
 * was known before, so that a few runs know every package. `run` makes the key unique, as entries are immutable.
 */
export async function saveTestDurations(
  address: ServiceAddress,
  scope: TestScope,
  run: string,
  measured: TestDurations,
): Promise<void> {
  const service = openCacheService(address, FORMAT);
  if (!service || measured.size === 0) return;
  const text = renderDurations(new Map([...(await fetchFrom(service, scope)), ...measured]));
  try {
    await service.save(durationsPrefix(scope) + run, [Buffer.from(text)]);
  } catch (error) {
    info(`The durations of the tests were not saved: ${String(error)}`);
  }
}

async function fetchFrom(service: CacheService, scope: TestScope): Promise<TestDurations> {
  const prefix = durationsPrefix(scope);
  try {
    const entry = await service.find(prefix, [prefix]);
    return entry ? parseDurations((await entry.read(0, RECORD_LIMIT)).toString('utf8')) : new Map();
  } catch (error) {
    info(`The durations of the tests could not be read: ${String(error)}`);
    return new Map();
  }
}
