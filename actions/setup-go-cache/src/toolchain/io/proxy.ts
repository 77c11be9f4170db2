import { join } from 'node:path';
import { ActionError, info, runChecked } from '@go-actions/action-kit';
import type { GoRequest } from '../request.ts';
import { readToolchain, type Toolchain } from './tool-cache.ts';

const TIMEOUT_MS = 10 * 60_000;

/** All Go versions that the module proxy knows, as `go1.26.8`; asked through an existing `go` (1.21 or newer). */
export async function listProxyVersions(go: Toolchain, request: GoRequest): Promise<string[]> {
  const { stdout } = await runChecked(
    join(go.goroot, 'bin', 'go'),
    ['list', '-m', '-versions', 'go'],
    options(request),
  );
  return stdout
    .trim()
    .split(/\s+/)
    .slice(1)
    .map((version) => `go${version}`);
}

/** Has an existing `go` fetch another one as a module, checked against the checksum database, and finds where it put it. */
export async function fetchFromProxy(go: Toolchain, version: string, request: GoRequest): Promise<Toolchain> {
  info(`Fetching ${version} from the module proxy ...`);
  const { env, ...rest } = options(request);
  const { stdout } = await runChecked(join(go.goroot, 'bin', 'go'), ['env', 'GOROOT'], {
    ...rest,
    env: { ...env, GOTOOLCHAIN: version },
  });
  const installed = readToolchain(stdout.trim());
  if (installed?.version !== version) throw new ActionError(`The module proxy gave no usable ${version}.`);
  return installed;
}

/** Away from the checkout: nothing in its go.mod may choose another toolchain here. */
function options({ temp, signal }: GoRequest) {
  return {
    cwd: temp,
    timeoutMs: TIMEOUT_MS,
    signal,
    env: { GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off', GOROOT: undefined },
  };
}
