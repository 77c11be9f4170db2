import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import type { Toolchain } from './tool-cache.ts';

export type GoPaths = {
  readonly gocache: string;
  readonly gomodcache: string;
  readonly gopath: string;
  /** Where Go counts, on this computer alone, which of its programs ran with which flags; empty before Go 1.23. */
  readonly telemetry: string;
  readonly writable: boolean;
};

/** Where this Go keeps its caches. Asked away from the checkout, so that no go.mod switches the toolchain. */
export async function readGoPaths(go: Toolchain, temp: string): Promise<GoPaths> {
  const names = ['GOCACHE', 'GOMODCACHE', 'GOPATH', 'GOFLAGS', 'GOTELEMETRYDIR'];
  const { stdout } = await runChecked(join(go.goroot, 'bin', 'go'), ['env', '-json', ...names], {
    cwd: temp,
    env: { GOTOOLCHAIN: 'local', GOWORK: 'off', GOROOT: undefined },
  });
  const {
    GOCACHE = '',
    GOMODCACHE = '',
    GOPATH = '',
    GOFLAGS = '',
    GOTELEMETRYDIR = '',
  } = JSON.parse(stdout) as Record<string, string>;
  return {
    gocache: GOCACHE,
    gomodcache: GOMODCACHE,
    gopath: GOPATH,
    telemetry: GOTELEMETRYDIR,
    writable: GOFLAGS.includes('-modcacherw'),
  };
}
