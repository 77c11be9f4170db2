import { exportVariable, mask, warning } from '@go-actions/action-kit';
import { gitEnvironment, joinGoprivate, listSecretForms, type PrivateModule } from '../private-modules.ts';

export type PrivateAccess = {
  readonly modules: readonly PrivateModule[];
  readonly expose: boolean;
  readonly goprivate: string | undefined;
  readonly gitConfigCount: number;
};

/**
 * Tells Go which modules are private, and returns the variables that let one program of this step fetch them. Tests and generators
 * of later steps could read a token in their environment, so it gets there only when the user says so.
 */
export function grantPrivateAccess(
  { modules, expose, goprivate, gitConfigCount }: PrivateAccess,
  downloads: boolean,
): Readonly<Record<string, string>> {
  if (modules.length === 0) return {};
  for (const secret of listSecretForms(modules)) mask(secret);
  exportVariable('GOPRIVATE', joinGoprivate(goprivate, modules));
  const variables = gitEnvironment(modules, gitConfigCount);
  if (!expose) {
    if (!downloads)
      warning(
        'Nothing uses the tokens of `private-modules`: `download` is `off`, and later steps get them only with `expose-private-modules: true`.',
      );
    return variables;
  }
  for (const [name, value] of Object.entries(variables)) exportVariable(name, value);
  return {};
}
