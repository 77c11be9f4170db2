import { relative } from 'node:path';
import { ActionError, annotate, group, printForeign, warning } from '@go-actions/action-kit';
import { annotateFailures, compilePackages } from '@go-actions/go-build';
import { readGoEnv } from '@go-actions/go-project';
import type { Strictness } from '../../plan/facts.ts';
import type { SourceTree } from '../../source/io/source.ts';
import type { GoEnvironment } from '../closed-go.ts';
import { describeFailure, lacksC } from '../failure.ts';

/**
 * Compiles a library as its users will: from the commit alone, on this machine, with C where there is a C compiler. Nobody can
 * use one that only builds within its go.work, or with files that are ignored or in a submodule.
 */
export async function proveLibrary(
  dir: string,
  { root }: SourceTree,
  {
    tags,
    env,
    strictness,
    signal,
  }: {
    readonly tags: readonly string[];
    readonly env: GoEnvironment;
    readonly strictness: Strictness;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  if (strictness === 'off') return;
  const { GOOS = '', GOARCH = '' } = await readGoEnv(dir, ['GOOS', 'GOARCH'], env);
  const flags = { ldflags: '', tags, cgo: false, trimpath: true };
  const failed = await group('Compile the library', async () => {
    const own = { ...env, CGO_ENABLED: undefined };
    const results = await compilePackages([dir], [{ goos: GOOS, goarch: GOARCH }], flags, {
      env: own,
      signal,
    });
    return results.filter(({ failure }) => failure);
  });
  if (failed.length === 0) return;
  for (const { failure } of failed) printForeign(failure?.output ?? '');
  const isError = strictness === 'error' && !failed.every(({ failure }) => lacksC(failure?.output ?? ''));
  const level = isError ? 'error' : 'warning';
  annotate(annotateFailures(failed, (cwd) => relative(root, cwd)).map((each) => ({ ...each, level })));
  const { message, remedy } = describeFailure(failed);
  if (isError)
    throw new ActionError(message, {
      remedy: remedy ?? 'Its users would see the same; `install-check: warn` releases it all the same.',
    });
  warning(`${message} Nobody has compiled it yet: its users would be the first.`);
}
