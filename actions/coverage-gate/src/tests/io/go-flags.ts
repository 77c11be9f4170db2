import { ActionError } from '@go-actions/action-kit';
import { splitGoFlags } from '@go-actions/go-project';
import { refuseFlags } from '../test-args.ts';

/** GOFLAGS stands on every command line of go; flags that the gate gives itself win over it. */
export function refuseGoFlags(goFlags: string, reruns: boolean): void {
  const flags = splitGoFlags(goFlags).filter(
    (flag) => !/^--?(test\.)?(coverprofile|json|cover)(=|$)/.test(flag),
  );
  const [refusal] = refuseFlags(flags, reruns);
  if (refusal)
    throw new ActionError(`GOFLAGS is ${JSON.stringify(goFlags)}: ${refusal}.`, {
      remedy: 'Take the flag out of GOFLAGS (the environment, or `go env -w`) for this step.',
    });
}
