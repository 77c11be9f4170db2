import type { ListedPackage } from '../run/listing.ts';

/** What govulncheck says about itself (golang/vuln, internal/govulncheck); SBOM since v1.1.4. */
export type VulnRun = {
  readonly config?: { readonly scan_level?: string; readonly scan_mode?: string };
  readonly SBOM?: { readonly roots?: readonly string[] | null };
  readonly progress?: { readonly message?: string };
};

/** The step that comes last, once the packages are loaded and every vulnerability of their modules was fetched. */
const LAST_STEP = /^Checking the code against the vulnerabilities/;

/**
 * What is missing of a run of source code, down to the called functions, over all of these packages, as a clause; `undefined`
 * when nothing is. govulncheck exits with 0 whatever it found, so that a stream that says nothing proves nothing.
 */
export function findGap(run: readonly VulnRun[], listed: readonly ListedPackage[]): string | undefined {
  const config = run.find((message) => message.config)?.config;
  if (!config) return 'it did not say how it was set up';
  if (config.scan_mode !== 'source' || config.scan_level !== 'symbol')
    return `it looked at ${config.scan_mode ?? 'nothing'} by ${config.scan_level ?? 'nothing'}, not at source by symbol`;
  const roots = run.find((message) => message.SBOM)?.SBOM?.roots;
  if (!roots) return 'it did not say which packages it analysed (v1.1.4 and later do)';
  const analysed = new Set(roots);
  const missed = listed.filter(({ path, sources, broken }) => sources > 0 && !broken && !analysed.has(path));
  if (missed.length > 0)
    return `it left out ${missed.length} of ${listed.length} packages, ${missed[0]?.path} first`;
  if (!run.some(({ progress }) => LAST_STEP.test(progress?.message ?? '')))
    return 'it did not come to comparing the code with the vulnerabilities';
  return undefined;
}
