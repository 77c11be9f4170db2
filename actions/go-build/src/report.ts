import { code, codeBlock, counted, details, formatBytes, table } from '@go-actions/action-kit';
import type { BuildResult, BuiltBinary } from '@go-actions/go-build';
import { formatTarget } from '@go-actions/go-project';

/** The one sentence of a red build; nothing when all is well. */
export function renderFailureSentence(results: readonly BuildResult[]): string | undefined {
  const failed = results.filter((result) => result.failure).map(({ build }) => formatTarget(build.target));
  if (failed.length > 0) return `The build failed for ${[...new Set(failed)].join(', ')}.`;
  const [broken, ...more] = results
    .flatMap((result) => result.binaries)
    .filter((binary) => binary.problems.length > 0);
  if (!broken) return undefined;
  const others = more.length > 0 ? ` ${more.length} more failed their proof.` : '';
  return `${broken.name} for ${formatTarget(broken.target)} failed its proof: ${broken.problems.join('; ')}.${others}`;
}

/** The job summary: the verdict, the binaries with their proofs, then the output of what did not build. */
export function renderSummary(results: readonly BuildResult[], asked: { readonly static: boolean }): string {
  const binaries = results.flatMap((result) => result.binaries);
  const rows = binaries.map((binary) => [
    code(binary.name),
    formatTarget(binary.target),
    formatBytes(binary.size),
    renderProof(binary, asked.static),
    code(binary.buildInfo?.main?.version ?? ''),
    code(binary.sha256.slice(0, 12)),
  ]);
  const failures = results.flatMap(({ build, failure }) =>
    failure
      ? [
          details(
            `${formatTarget(build.target)}: ${failure.reason.replaceAll('`', '')}`,
            codeBlock(failure.output.slice(0, 20_000), 'text'),
          ),
        ]
      : [],
  );
  return `### ${renderVerdict(results)}\n\n${table(['Binary', 'Target', 'Size', 'Proof', 'Version', 'SHA-256'], rows)}${failures.join('')}`;
}

function renderVerdict(results: readonly BuildResult[]): string {
  const failure = renderFailureSentence(results);
  if (failure) return `❌ Build: ${failure}`;
  const targets = new Set(results.map(({ build }) => formatTarget(build.target)));
  const count = results.reduce((sum, result) => sum + result.binaries.length, 0);
  const what = count === 0 ? 'Every package compiles' : `${counted(count, 'binary', 'binaries')} built`;
  return `✅ Build: ${what} for ${[...targets].join(', ')}.`;
}

function renderProof({ problems, executable }: BuiltBinary, wasStaticAsked: boolean): string {
  if (problems.length > 0) return `❌ ${problems.map((problem) => code(problem)).join(' ')}`;
  const libraries = executable?.libraries.length ?? 0;
  if (libraries > 0) return wasStaticAsked ? 'system interface only' : 'dynamic';
  return executable?.interpreter ? 'dynamic' : 'static';
}
