import type { JobContext } from '@go-actions/action-kit';
import { quoted } from './quoted.ts';

const COMPARED = ['pull_request', 'pull_request_target', 'merge_group', 'push'];

/**
 * Why the event itself asks for everything, as a clause; `undefined` when the change decides. The default branch always runs
 * everything: it repairs whatever a plan could ever miss, and its runs fill the caches.
 */
export function fullByEvent(context: JobContext): string | undefined {
  const { eventName, event, defaultBranch } = context;
  if (context.refType === 'tag') return `a tag runs everything (${quoted(context.refName)})`;
  if (!COMPARED.includes(eventName))
    return `the event ${quoted(eventName || 'none')} names no change to compare`;
  if (eventName !== 'push') return undefined;
  if (!defaultBranch) return 'the event does not say which branch is the default one';
  if (context.refName === defaultBranch) return `the default branch ${quoted(defaultBranch)} runs everything`;
  if (event.deleted === true) return 'the branch was deleted';
  if (event.created === true || /^0*$/.test(String(event.before ?? '')))
    return 'this is the first push of the branch';
  return undefined;
}

/** The path of the workflow file that runs this, out of `owner/repo/PATH@ref` (only when it lies in this repository). */
export function workflowFile(context: JobContext, workflowRef: string | undefined): string | undefined {
  const path = workflowRef?.split('@', 1)[0] ?? '';
  return path.startsWith(`${context.repository}/`) ? path.slice(context.repository.length + 1) : undefined;
}
