import { runAction } from '@go-actions/test-kit';

export type Planned = {
  readonly mode: string;
  readonly reason: string;
  /** Whether the plan would run this package's tests. */
  readonly runs: (importPath: string) => boolean;
};

/** Lets the real action plan the change from `base` to the checked-out commit, as a push to a feature branch. */
export async function planAt(
  dir: string,
  base: string,
  inputs: Record<string, string> = {},
): Promise<Planned> {
  const { code, outputs, stdout } = await runAction('change-plan', {
    workspace: dir,
    inputs: { base, ...inputs },
    env: { GITHUB_REF_NAME: 'feature', GITHUB_REF: 'refs/heads/feature', GOTOOLCHAIN: 'local' },
  });
  if (code !== 0) throw new Error(`change-plan ended with code ${code}:\n${stdout}`);
  const unit = outputs['run-unit'] === 'true';
  const packages = new Set((outputs.packages ?? '').split(' '));
  const all = packages.has('./...');
  return {
    mode: outputs.mode ?? '',
    reason: outputs.reason ?? '',
    runs: (importPath) => unit && (all || packages.has(importPath)),
  };
}
