import { splitGoFlags } from '@go-actions/go-project';

/** Flags with which the go command, and the linters that ask it, look at something else than the checkout, or at nothing. */
const REFUSED: Readonly<Record<string, string>> = {
  n: 'go prints its commands then and checks nothing',
  overlay: 'other files than those of the checkout would be checked',
};

/** Why a value of GOFLAGS cannot be, as a clause; `undefined` when it can. */
export function refuseGoFlags(goFlags: string): string | undefined {
  for (const flag of splitGoFlags(goFlags)) {
    const [, name = '', value] = /^--?([^=]+)(?:=(.*))?$/s.exec(flag) ?? [];
    const why = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
    if (why && !/^(0|f|F|false|FALSE|False|)$/.test(value ?? 'true'))
      return `GOFLAGS has \`-${name}\`: ${why}`;
  }
  return undefined;
}
