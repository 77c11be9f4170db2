import type { GitHub } from '@go-actions/github';
import type { Desired } from '../reconcile.ts';
import { type Published, type PublishOptions, prepareDraft, publish } from './publish.ts';

export type PlannedPublication = { readonly desired: Desired; readonly options: PublishOptions };

/**
 * Publishes the releases of one plan in their order: every draft is complete before the first tag is there, so that a
 * failure in the middle leaves none of them to users without the others being ready.
 */
export async function publishAll(
  github: GitHub,
  publications: readonly PlannedPublication[],
): Promise<Published[]> {
  const drafted: boolean[] = [];
  if (publications.length > 1)
    for (const { desired, options } of publications)
      drafted.push(await prepareDraft(github, desired, options));
  const published: Published[] = [];
  for (const [index, { desired, options }] of publications.entries()) {
    const result = await publish(github, desired, options);
    published.push({ ...result, changed: result.changed || drafted[index] === true });
  }
  return published;
}
