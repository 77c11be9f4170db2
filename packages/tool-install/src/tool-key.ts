import { compareGoVersions, type GoVersion, parseGoVersion } from '@go-actions/go-project';
import type { ToolInfo } from './tool-info.ts';

/** The folder of a tool below the runner's tool cache: name / version with the Go minor that it was built for / arch. */
export function toolFolder(name: string, version: string, goVersion: GoVersion, arch: string): string[] {
  return [name, `${version.replace(/^v/, '')}-${goMinor(goVersion)}`, arch];
}

export const goMinor = (version: GoVersion): string => `go${version.major}.${version.minor}`;

/**
 * Why a program cannot be used for modules that need `goVersion`; `undefined` when it can. Programs that type-check read
 * the standard library's sources, so they must be built with a Go at least as new, compared by minor version.
 */
export function explainMisfit(
  info: ToolInfo | undefined,
  want: { pkg: string; version: string; goVersion: GoVersion },
): string | undefined {
  if (!info) return 'it carries no Go build information';
  if (info.pkg !== want.pkg) return `it is ${info.pkg}`;
  if (info.version !== want.version) return `it is ${info.version}`;
  return isOlderMinor(info.goVersion, want.goVersion)
    ? `it was built with ${info.goVersion}, and the modules use ${goMinor(want.goVersion)}`
    : undefined;
}

export function isOlderMinor(built: string, needed: GoVersion): boolean {
  const { major, minor } = parseGoVersion(built);
  return major < needed.major || (major === needed.major && minor < needed.minor);
}

/**
 * The GOTOOLCHAIN for building a tool: at least the module's Go; `+auto` lets the go command take the tool's own `go`
 * line where that is newer (https://go.dev/doc/toolchain). A vendor's or a development Go cannot be named: then the
 * one at hand is the floor.
 */
export function buildToolchain(goVersion: GoVersion, local: GoVersion): string {
  const released = /^go\d+\.\d+(\.\d+|rc\d+)?$/.test(goVersion.text);
  return released && compareGoVersions(goVersion, local) > 0 ? `${goVersion.text}+auto` : 'local+auto';
}
