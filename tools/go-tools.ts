import { createHash } from 'node:crypto';
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { QUICK_COMPILER } from '@go-actions/go-project';
import { inRoot } from './root.ts';

/**
 * A published program, or (`source`) a main package of ours whose go.mod and go.sum pin what it is made of; `quick` ones are
 * compiled without optimisation, in half the time: nobody waits for what they do, or compares it.
 */
type GoTool = { readonly version: string; readonly tags?: string; readonly quick?: true } & (
  | { readonly pkg: string }
  | { readonly source: string }
);

/** The Go programs that our demo, tests and benchmarks run, each pinned; Go checks them against the checksum database. */
export const GO_TOOLS = {
  act: { pkg: 'github.com/nektos/act', version: 'v0.2.87', tags: 'WITHOUT_DOCKER', quick: true },
  actionlint: { pkg: 'github.com/rhysd/actionlint/cmd/actionlint', version: 'v1.7.12' },
  apidiff: { pkg: 'golang.org/x/exp/cmd/apidiff', version: 'v0.0.0-20261113113407-e3970619a1a4' },
  staticcheck: { pkg: 'honnef.co/go/tools/cmd/staticcheck', version: 'v0.8.2' },
  'golangci-lint': { pkg: 'github.com/golangci/golangci-lint/v2/cmd/golangci-lint', version: 'v2.15.0' },
  govulncheck: { pkg: 'golang.org/x/vuln/cmd/govulncheck', version: 'v1.7.0' },
  gotestsum: { pkg: 'gotest.tools/gotestsum', version: 'v1.13.0' },
  registry: { source: 'packages/test-kit/registry', version: 'v3.1.1-2', quick: true },
  crane: { pkg: 'github.com/google/go-containerregistry/cmd/crane', version: 'v0.21.9', quick: true },
  ko: { pkg: 'github.com/google/ko', version: 'v0.19.1', quick: true },
  cosign: { pkg: 'github.com/sigstore/cosign/v3/cmd/cosign', version: 'v3.1.3', quick: true },
  helm: { pkg: 'helm.sh/helm/v4/cmd/helm', version: 'v4.3.2', quick: true },
  kustomize: { pkg: 'sigs.k8s.io/kustomize/kustomize/v5', version: 'v5.7.1', quick: true },
  kubeconform: { pkg: 'github.com/yannh/kubeconform/cmd/kubeconform', version: 'v0.8.0', quick: true },
} as const satisfies Record<string, GoTool>;

export type GoToolName = keyof typeof GO_TOOLS;

/** What an image and a chart are made, scanned, signed and rendered with. */
export const DELIVERY_TOOLS: readonly GoToolName[] = [
  'crane',
  'ko',
  'cosign',
  'govulncheck',
  'helm',
  'kustomize',
  'kubeconform',
];

/** The path of a pinned Go tool if it has been built. */
export async function findGoTool(name: GoToolName): Promise<string | undefined> {
  const binary = pathOf(name);
  return (await exists(binary)) ? binary : undefined;
}

/** The path of a pinned Go tool, built into the git-ignored `.tools/` when it is not there yet. */
export async function ensureGoTool(
  name: GoToolName,
  say: (line: string) => void = console.error,
): Promise<string> {
  const tool: GoTool = GO_TOOLS[name];
  const binary = pathOf(name);
  const folder = dirname(binary);
  if (await exists(binary)) return binary;
  return withLock(inRoot('.tools', `.${name}.lock`), async () => {
    if (await exists(binary)) return binary; // another process built it while this one waited
    say(`Building ${name} ${tool.version} (once) ...`);
    const started = Date.now();
    const scratch = `${folder}.${createHash('sha256').update(`${process.pid}${started}`).digest('hex').slice(0, 8)}`;
    await mkdir(scratch, { recursive: true });
    const tags = tool.tags ? ['-tags', tool.tags] : [];
    const quick = tool.quick ? ['-gcflags=all=-N -l', '-gcflags=std='] : [];
    // Without -trimpath the standard library is compiled once for all of them, and for the tests.
    const flags = ['-ldflags=-s -w', ...tags, ...quick];
    const args =
      'pkg' in tool
        ? ['install', ...flags, `${tool.pkg}@${tool.version}`]
        : ['build', '-C', inRoot(tool.source), '-o', scratch, ...flags];
    await runChecked('go', args, {
      env: { ...QUICK_COMPILER, GOBIN: scratch, GOFLAGS: '', GOTOOLCHAIN: 'auto', GOWORK: 'off' },
      timeoutMs: 900_000,
    });
    await rm(folder, { recursive: true, force: true });
    await rename(scratch, folder);
    say(`Built ${name} in ${((Date.now() - started) / 1_000).toFixed(0)} s.`);
    return binary;
  });
}

function pathOf(name: GoToolName): string {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return inRoot('.tools', `${name}-${GO_TOOLS[name].version}`, file);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false, // not built yet
  );
}

const LOCK_STALE_MS = 20 * 60_000;

/** One builder at a time: an exclusive lock file, taken over when its owner must have died. */
async function withLock<T>(lock: string, body: () => Promise<T>): Promise<T> {
  await mkdir(inRoot('.tools'), { recursive: true });
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new ActionError(`Cannot write ${lock}.`, { cause: error });
      const age = await stat(lock).then(
        (stats) => Date.now() - stats.mtimeMs,
        () => 0,
      ); // gone: try again at once
      if (age > LOCK_STALE_MS) await rm(lock, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  try {
    return await body();
  } finally {
    await rm(lock, { force: true });
  }
}
