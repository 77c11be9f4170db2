import { printForeign } from '@go-actions/action-kit';
import { type Desk, runTool } from './desk.ts';
import type { Workplace } from './modules.ts';

/** What a type-checking tool looks at, and the settings under which it does. */
export type Selection = {
  readonly packages: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const WITHOUT_CGO = { CGO_ENABLED: '0' } as const;

/** The files of every package that is looked at, tests included; the standard library offers the same either way. */
const FILES =
  '{{if not .Standard}}{{.ImportPath}} {{.GoFiles}} {{.CgoFiles}} {{.SFiles}} {{.TestGoFiles}} {{.XTestGoFiles}}{{end}}';

/**
 * Switches cgo off for the analysis of packages that consist of the same files with it and without it, as those of most
 * services do. Static builds (`CGO_ENABLED=0`) then share the compiled standard library with the analysis: a third less to
 * compile, to keep and to restore. What `go list` cannot read is left alone.
 */
export async function findAnalysisEnv(
  desk: Desk,
  place: Workplace,
  packages: readonly string[],
): Promise<Selection['env']> {
  const list = async (env: Selection['env']) => {
    const args = ['list', '-deps', '-test', '-f', FILES, ...packages];
    const { code, stdout, truncated } = await runTool(desk, 'go', args, { cwd: place.dir, env });
    return code === 0 && !truncated ? stdout : undefined;
  };
  const [usual, without] = await Promise.all([list({}), list(WITHOUT_CGO)]);
  if (usual === undefined || usual !== without) return {};
  printForeign(`cgo is off for the analysis of ${place.name}: no file of its packages needs it.`);
  return WITHOUT_CGO;
}
