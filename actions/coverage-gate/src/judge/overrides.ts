import { expected } from '@go-actions/action-kit';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import { type Percent, parsePercent } from '../percent.ts';
import type { PackageCoverage } from '../source/file-coverage.ts';

/** A minimum for what matches a glob: files, or packages by their folder; the last match wins. */
export type Override = {
  readonly glob: string;
  readonly matches: (path: string) => boolean;
  readonly minimum: Percent;
};

const FORM = 'a YAML map from path glob to minimum, such as "internal/**: 90"';

export function parseOverrides(text: string): Override[] {
  if (text === '') return [];
  const map = parseYaml(text);
  if (map === null || typeof map !== 'object' || Array.isArray(map)) return expected(FORM);
  return Object.entries(map).map(([glob, minimum]) => {
    const percent =
      typeof minimum === 'string' && /^\d+(\.\d+)?$/.test(minimum)
        ? parsePercent(minimum)
        : expected(`${FORM}; the minimum of ${JSON.stringify(glob)} is not a number`);
    return { glob, matches: picomatch(glob, { dot: true }), minimum: percent };
  });
}

/** A sentence about globs that match no file and no package's folder, as one that is misspelt does; `undefined` for none. */
export function describeIdle(
  overrides: readonly Override[],
  packages: readonly Pick<PackageCoverage, 'dir' | 'files'>[],
): string | undefined {
  const paths = packages.flatMap(({ dir, files }) => [dir, ...files.map(({ path }) => path)]);
  const idle = overrides
    .filter(({ matches }) => !paths.some((path) => matches(path)))
    .map(({ glob }) => glob);
  return idle.length > 0 ? `\`overrides\`: nothing that was tested matches ${idle.join(', ')}` : undefined;
}

function parseYaml(text: string): unknown {
  try {
    // As text: a float would lose what the user wrote (87.10).
    return parse(text, { schema: 'failsafe' });
  } catch {
    return expected(FORM);
  }
}
