import { ActionError } from '../errors.ts';

const job = new AbortController();

/** Aborted when the job is cancelled: requests and programs under way end, no further ones start. */
export const cancelled: AbortSignal = job.signal;

/** Says that the job is cancelled, by the signal that came. */
export function cancelJob(signal: NodeJS.Signals): void {
  job.abort(new ActionError(`The job was cancelled (${signal}).`));
}

/** Waits; throws at once when the job or `signal` is cancelled. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  const end = signal ? AbortSignal.any([cancelled, signal]) : cancelled;
  end.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(end.reason);
    };
    const timer = setTimeout(() => {
      end.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    end.addEventListener('abort', onAbort, { once: true });
  });
}
