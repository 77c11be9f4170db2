import type { Collector } from '@go-actions/go-project';
import type { CheckSettings } from '../checks/check.ts';
import type { CheckName, Levels } from '../checks/index.ts';
import type { Linters } from '../linters/linter.ts';
import type { Checkout } from './module.ts';
import type { LintTarget } from './target.ts';

/** What every process of a run is bound to. */
export type RunContext = {
  readonly temp: string;
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
};

/** How type-checking tools are set up. */
export type AnalysisSettings = {
  readonly cgo: 'default' | 'auto';
  /** The job's own CGO_ENABLED. */
  readonly cgoEnabled: string | undefined;
  /** The job's own settings of Go's garbage collector. */
  readonly collector: Collector;
};

/** What one run of the checks is asked for. */
export type LintRun = {
  readonly context: RunContext;
  readonly checkout: Checkout;
  readonly levels: Levels;
  readonly settings: CheckSettings;
  readonly analysis: AnalysisSettings;
  /** What checks that load packages look at one after the other; empty for what the job's environment says. */
  readonly targets: readonly LintTarget[];
  /** Package patterns by module folder; a module that is missing has nothing to analyse. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
  readonly linters: Linters;
  /** Limits the run to some checks in some modules. */
  readonly only?: (check: CheckName, module: string) => boolean;
};
