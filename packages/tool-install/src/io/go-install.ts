import { dirname } from 'node:path';
import { ActionError, describeExit, formatDuration, run } from '@go-actions/action-kit';
import { QUICK_COMPILER } from '@go-actions/go-project';
import type { InstallRequest } from '../request.ts';

const TIMEOUT_MS = 15 * 60_000;
const PROGRESS_MS = 15_000;

/**
 * Compiles `pkg@version` for this machine into the folder of `into`. Settings that the checkout or the job made for its
 * own builds (flags, workspace, target) do not apply to a tool. No `-trimpath`: what of Go's own packages was compiled for the
 * job's checks serves the tool as well. Throws an ActionError that shows the compiler's last lines.
 */
export async function goInstall(
  request: InstallRequest,
  toolchain: string,
  into: string,
): Promise<undefined> {
  const { name, pkg, version, temp, log } = request;
  const gocache = await request.gocache?.();
  const started = performance.now();
  const elapsed = () => formatDuration(performance.now() - started);
  log(`Building ${name} ${version} with \`go install\` (GOTOOLCHAIN=${toolchain}) ...`);
  const ticker = setInterval(() => log(`Still building ${name} ${version} (${elapsed()}) ...`), PROGRESS_MS);
  try {
    const result = await run('go', ['install', `${pkg}@${version}`], {
      cwd: temp,
      env: {
        ...QUICK_COMPILER,
        GOBIN: dirname(into),
        GOTOOLCHAIN: toolchain,
        GOFLAGS: '',
        GOWORK: 'off',
        GOOS: undefined,
        GOARCH: undefined,
        ...(gocache && { GOCACHE: gocache }),
      },
      timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
      ...(request.signal && { signal: request.signal }),
    });
    if (result.code !== 0) {
      const tail = result.stderr.trim().split('\n').slice(-10).join('\n');
      throw new ActionError(`\`go install ${pkg}@${version}\` ${describeExit(result)}.\n${tail}`, {
        remedy: `Check the version, and that the module proxy can be reached; or put ${name} ${version} on PATH before this step.`,
      });
    }
    log(`Built ${name} ${version} in ${elapsed()}.`);
  } finally {
    clearInterval(ticker);
  }
}
