import { expect, it } from 'vitest';
import { refuseGoFlags } from '../../../../actions/lint-gate/src/run/go-flags.ts';

it.each([
  { flags: '-v -n', want: '`-n`' },
  { flags: "'-n'", want: '`-n`' },
  { flags: '--n=T', want: '`-n`' },
  { flags: '-overlay=/tmp/o.json -v', want: '`-overlay`' },
  { flags: '"--overlay=/tmp/a b.json"', want: '`-overlay`' },
  { flags: '-n=false -overlay= -mod=mod -tags=n', want: undefined },
  { flags: '', want: undefined },
])('GOFLAGS=$flags', ({ flags, want }) => {
  const refusal = refuseGoFlags(flags);
  if (want === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(`GOFLAGS has ${want}: `);
});
