import { posix, win32 } from 'node:path';
import type { Objects } from '../keys.ts';

type Folders = { readonly gocache: string; readonly gomodcache: string };

export type PlaceFacts = {
  readonly temp: string;
  readonly windows: boolean;
  /** A runner that is thrown away after the job. */
  readonly hosted: boolean;
  /** What the job itself has set. */
  readonly chosen: { readonly [name in keyof Folders]: string | undefined };
  readonly objects: Objects;
};

const EXPORT_ONLY = 'go-build-export-only';

/** Whether a folder is one that `planPlaces` gave to a job that does not link. */
export const isExportOnly = (gocache: string): boolean => gocache.endsWith(EXPORT_ONLY);

/**
 * Where the caches of this job lie. Archives without object code get a folder of their own, in the runner's temp folder:
 * the usual one may outlive the job (a self-hosted runner, another cache action), and there a link has to find whole ones.
 * On hosted Windows runners both caches go to the disk of the workspace, which is several times faster than that of the
 * profile (actions/setup-go#495, #515), unless the job itself has chosen a folder.
 */
export function planPlaces(usual: Folders, { temp, windows, hosted, chosen, objects }: PlaceFacts): Folders {
  const { join, parse } = windows ? win32 : posix;
  const far = (folder: string) => parse(folder).root.toLowerCase() !== parse(temp).root.toLowerCase();
  const move = (name: keyof Folders, to: string) =>
    windows && hosted && chosen[name] === undefined && far(usual[name]) ? join(temp, to) : usual[name];
  const full = isExportOnly(usual.gocache) ? join(temp, 'go-build') : move('gocache', 'go-build');
  return {
    gocache: objects === 'export-only' ? join(temp, EXPORT_ONLY) : full,
    gomodcache: move('gomodcache', 'go-mod'),
  };
}
