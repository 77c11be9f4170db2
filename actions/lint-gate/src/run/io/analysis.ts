import { printForeign } from '@go-actions/action-kit';
import { readRoom } from '@go-actions/go-project';
import { collectorSettings } from '../collector.ts';
import type { LintRun, RunContext } from '../context.ts';
import type { Module } from '../module.ts';
import { runTool } from './processes.ts';

type Env = Readonly<Record<string, string>>;

const WITHOUT_CGO = { CGO_ENABLED: '0' } as const;

/** The files of every package that is looked at, tests included; the standard library offers the same either way. */
const FILES =
  '{{if not .Standard}}{{.ImportPath}} {{.GoFiles}} {{.CgoFiles}} {{.SFiles}} {{.TestGoFiles}} {{.XTestGoFiles}}{{end}}';

/**
 * Gives the settings for analysing a module: those of the garbage collector and, with `cgo: auto`, whether cgo is off, which
 * is found out once for each module. A tool with build tags of its own may see other files than `go list`: it keeps cgo.
 */
export function prepareAnalysis({ context, analysis }: Pick<LintRun, 'context' | 'analysis'>) {
  const collector = collectorSettings(analysis.collector, readRoom().memoryBytes);
  const asItIs = analysis.cgo === 'default' || analysis.cgoEnabled !== undefined;
  const found = new Map<Module, Promise<Env>>();
  return async (
    module: Module,
    packages: readonly string[],
    hasOwnTags?: () => Promise<boolean>,
  ): Promise<Env> => {
    if (asItIs || (await hasOwnTags?.())) return collector;
    const env = found.get(module) ?? switchCgo(context, module, packages);
    found.set(module, env);
    return { ...collector, ...(await env) };
  };
}

/**
 * Switches cgo off for packages that consist of the same files with it and without it, as those of most services do. Static
 * builds (`CGO_ENABLED=0`) then share the compiled standard library with the analysis, so that it is compiled, kept and
 * restored once less. What `go list` cannot read is left alone.
 */
async function switchCgo(context: RunContext, module: Module, packages: readonly string[]): Promise<Env> {
  const list = async (env: Env) => {
    const args = ['list', '-deps', '-test', '-f', FILES, ...packages];
    const { code, stdout, truncated } = await runTool(context, 'go', args, { cwd: module.dir, env });
    return code === 0 && !truncated ? stdout : undefined;
  };
  const [usual, without] = await Promise.all([list({}), list(WITHOUT_CGO)]);
  if (usual === undefined || usual !== without) return {};
  printForeign(`cgo is off for the analysis of ${module.name}: no file of its packages needs it.`);
  return WITHOUT_CGO;
}
