import { parseArgs } from 'node:util';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { proveChecks } from './lint/checks.ts';
import { proveFilter, proveLargeChange } from './lint/filter.ts';
import type { Bench } from './lint/gate.ts';
import { offerLinters } from './lint/linters.ts';
import { proveVulnerabilities } from './lint/vulnerabilities.ts';

/**
 * `npm run prove -- lint [--seed 1] [--cases 12] [--go go1.24.4,…]`: lint-gate against the tools' own words on generated
 * modules (gofmt, vet, tidy, fix, staticcheck, govulncheck) and histories (golangci-lint's own filter), under several
 * versions of Go. Linters for a Go that is newer than the pinned ones' are built once, into `.prove/tool-cache`, which
 * takes some minutes.
 */
export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      cases: { type: 'string', default: '12' },
      go: { type: 'string' },
    },
  });
  const local = (
    await runChecked('go', ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' } })
  ).stdout.trim();
  const versions = values.go?.split(',') ?? ['go1.24.4', local, 'go1.27.3'];
  const [seed, cases] = [Number(values.seed), Number(values.cases)];
  await offerLinters();
  console.log(`seed ${seed}, ${cases} cases for each Go, ${versions.join(', ')}\n`);

  const failures: string[] = [];
  const bench = (go: string): Bench => ({ go, fail: (what) => void failures.push(what) });
  for (const go of versions) {
    await proveChecks(bench(go), { seed, cases });
    await proveVulnerabilities(bench(go), { seed, cases: Math.ceil(cases / 3) });
    await proveFilter(bench(go), { seed, cases });
  }
  await proveLargeChange(bench(local));

  for (const failure of failures) console.log(`FAILED ${failure}`);
  if (failures.length > 0) throw new ActionError(`${failures.length} proofs failed.`);
}
