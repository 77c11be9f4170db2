import { ActionError } from '../errors.ts';
import { formatDuration } from '../units.ts';
import { pause } from './cancellation.ts';

/**
 * The result of work that knows no limit of its own, such as that of another's client: an ActionError after `ms`, and the
 * reason of the cancel when the job is cancelled. What is still under way then is left behind, and ends with the step.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const end = new AbortController();
  const late = pause(ms, end.signal).then(() => {
    throw new ActionError(`There was no whole answer within ${formatDuration(ms)}.`);
  });
  return Promise.race([work, late]).finally(() => {
    late.catch(() => undefined); // it loses
    work.catch(() => undefined);
    end.abort();
  });
}
