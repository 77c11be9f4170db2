import { expect, it } from 'vitest';
import { findGap, type VulnRun } from '../../../../actions/lint-gate/src/checks/vuln-proof.ts';

const config = { config: { scan_level: 'symbol', scan_mode: 'source' } };
const sbom = (...roots: string[]): VulnRun => ({ SBOM: { roots } });
const last = { progress: { message: 'Checking the code against the vulnerabilities...' } };
const listed = ['m', 'm/b'].map((path) => ({
  path,
  sources: 1,
  tests: 0,
  externalTests: 0,
  broken: false,
}));
const onlyTests = { path: 'm/t', sources: 0, tests: 1, externalTests: 0, broken: false };

it.each([
  { name: 'a whole run', run: [config, sbom('m/b', 'm'), last], want: undefined },
  { name: 'nothing', run: [], want: 'how it was set up' },
  { name: 'a run without its setup', run: [sbom('m', 'm/b'), last], want: 'how it was set up' },
  {
    name: 'a run that looks at modules only',
    run: [{ config: { ...config.config, scan_level: 'module' } }, sbom('m', 'm/b'), last],
    want: 'by module',
  },
  { name: 'a run that names no packages', run: [config, last], want: 'which packages' },
  { name: 'a run without packages', run: [config, sbom(), last], want: 'left out 2 of 3 packages, m first' },
  { name: 'a run of fewer packages', run: [config, sbom('m'), last], want: 'left out 1 of 3' },
  { name: 'a run that breaks off', run: [config, sbom('m', 'm/b')], want: 'comparing the code' },
])('findGap of $name', ({ run, want }) => {
  const gap = findGap(run, [...listed, onlyTests]);
  if (want === undefined) expect(gap).toBeUndefined();
  else expect(gap).toContain(want);
});
