import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '@go-actions/action-kit';
import type { Architecture } from '../releases.ts';
import { goos } from '../releases.ts';
import { toSemver } from '../version.ts';

/** A Go installation: its GOROOT and its version as Go writes it (`go1.26.8`). */
export type Toolchain = { readonly goroot: string; readonly version: string };

/** The installations in the runner's tool cache (`go/<version>/<arch>` with a `.complete` mark beside it), newest last. */
export function listToolCache(toolCache: string | undefined, architecture: Architecture): Toolchain[] {
  const root = join(toolCache ?? '', 'go');
  if (!toolCache || !existsSync(root)) return [];
  return readdirSync(root).flatMap((version) => {
    const goroot = join(root, version, architecture.toolCache);
    if (!existsSync(`${goroot}.complete`)) return [];
    const found = readToolchain(goroot);
    return found ? [found] : [];
  });
}

/** The `go` that is first on PATH and no file of the checkout, when it is built for the wanted processor. */
export function findOnPath(path: string, architecture: Architecture): Toolchain | undefined {
  const binary = findProgram('go', path);
  if (!binary) return undefined;
  // PATH often holds a link to GOROOT/bin/go; a wrapper elsewhere has no VERSION file above it and does not count.
  const goroot = join(realpathSync(binary), '..', '..');
  const os = goos(process.platform);
  const goarch = architecture.go === 'armv6l' ? 'arm' : architecture.go;
  return existsSync(join(goroot, 'pkg', 'tool', `${os}_${goarch}`)) ? readToolchain(goroot) : undefined;
}

/** Reads GOROOT/VERSION; undefined when there is no Go of a release in that folder. */
export function readToolchain(goroot: string): Toolchain | undefined {
  const file = join(goroot, 'VERSION');
  const program = join(goroot, 'bin', process.platform === 'win32' ? 'go.exe' : 'go');
  if (!existsSync(file) || !existsSync(program)) return undefined;
  const version = readFileSync(file, 'utf8').split(/\s/)[0] ?? '';
  return toSemver(version) ? { goroot, version } : undefined;
}
