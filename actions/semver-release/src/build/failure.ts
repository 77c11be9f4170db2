import { type BuildResult, firstComplaint, parseCompileErrors } from '@go-actions/go-build';
import { formatTarget } from '@go-actions/go-project';

/** Why a build failed and what helps, in the compiler's words; advice only where the words leave no doubt about the cause. */
export function describeFailure(failed: readonly BuildResult[]): {
  message: string;
  remedy: string | undefined;
} {
  const targets = [...new Set(failed.map(({ build }) => formatTarget(build.target)))].join(', ');
  const output = failed.map(({ failure }) => failure?.output ?? '').join('\n');
  return {
    message: `The build failed for ${targets}: ${firstComplaint(failed[0]?.failure?.output ?? '')}`,
    remedy: ADVICE.find(({ said }) => said.test(output))?.remedy,
  };
}

/** Whether all that is missing is a C compiler or what C code includes: users bring that themselves. */
export function lacksC(output: string): boolean {
  const errors = parseCompileErrors(output);
  return errors.length > 0
    ? errors.every(({ message }) => /fatal error: .*: No such file or directory|pkg-config/.test(message))
    : /pkg-config|C compiler .* not found/.test(output);
}

const ADVICE: readonly { readonly said: RegExp; readonly remedy: string }[] = [
  {
    said: /pattern \S+: (no matching files found|cannot embed)/,
    remedy:
      'A release is built from the commit alone: commit the files that are embedded, or make them with `before-build`.',
  },
  {
    said: /missing go\.sum entry|updates to go\.mod needed|no required module provides package/,
    remedy:
      'Releases are built without go.work: go.mod and go.sum must be complete (`GOWORK=off go mod tidy`).',
  },
];
