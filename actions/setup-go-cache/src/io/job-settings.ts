import { join } from 'node:path';
import { addPath, exportVariable, mask } from '@go-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { gitEnvironment, joinGoprivate } from '../module-cache/private-modules.ts';
import type { GoPaths } from '../toolchain/io/go-env.ts';
import type { Installed } from '../toolchain/io/install.ts';
import { isAtLeast } from '../toolchain/version.ts';
import type { GoProject } from './project.ts';

/** Settings of the Go command and access to private modules, for the later steps; secrets are masked first. */
export function exportSettings({ goEnvironment, privateModules, runner }: Inputs): void {
  for (const [name, value] of Object.entries(goEnvironment))
    if (value !== undefined) exportVariable(name, value);
  if (privateModules.length === 0) return;
  for (const { token } of privateModules)
    for (const secret of [token, encodeURIComponent(token)]) mask(secret);
  for (const [name, value] of Object.entries(gitEnvironment(privateModules, runner.gitConfigCount)))
    exportVariable(name, value);
  exportVariable('GOPRIVATE', joinGoprivate(goEnvironment.GOPRIVATE ?? runner.goprivate, privateModules));
}

/** Puts Go and what it installs on the PATH of the later steps, and lets them stay with this Go. */
export function exportGo(
  go: Installed,
  { gopath }: GoPaths,
  { required }: GoProject,
  gotoolchain: string | undefined,
): void {
  addPath(join(gopath.split(process.platform === 'win32' ? ';' : ':')[0] ?? gopath, 'bin'));
  addPath(join(go.goroot, 'bin'));
  // The request is met: a later go command must not fetch another Go in silence.
  if (!gotoolchain && (!required || isAtLeast(go.version, required))) exportVariable('GOTOOLCHAIN', 'local');
}
