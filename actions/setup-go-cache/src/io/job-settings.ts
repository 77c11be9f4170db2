import { join } from 'node:path';
import { addPath, exportVariable } from '@go-actions/action-kit';
import type { GoPaths } from '../toolchain/io/go-env.ts';
import type { Installed } from '../toolchain/io/install.ts';
import { isAtLeast } from '../toolchain/version.ts';
import type { GoProject } from './project.ts';

/** Settings of the Go command, for this step and the later ones. */
export function exportSettings(settings: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) exportVariable(name, value);
}

/**
 * Puts Go and what it installs on the PATH of the later steps, and lets them stay with this Go: a GOROOT of the runner's
 * or the job's would make it look for its own files in another installation.
 */
export function exportGo(
  go: Installed,
  { gopath }: GoPaths,
  { required }: GoProject,
  job: { readonly gotoolchain: string | undefined; readonly goroot: string | undefined },
): void {
  addPath(join(gopath.split(process.platform === 'win32' ? ';' : ':')[0] ?? gopath, 'bin'));
  addPath(join(go.goroot, 'bin'));
  if (job.goroot !== undefined && job.goroot !== go.goroot) exportVariable('GOROOT', go.goroot);
  // The request is met: a later go command must not fetch another Go in silence.
  if (!job.gotoolchain && (!required || isAtLeast(go.version, required)))
    exportVariable('GOTOOLCHAIN', 'local');
}
