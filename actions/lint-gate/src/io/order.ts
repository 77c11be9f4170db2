import type { CheckName, Levels } from '../check-list.ts';
import type { Inputs } from '../inputs.ts';
import type { Desk } from './desk.ts';
import type { Surroundings } from './modules.ts';
import type { Tools } from './tools.ts';
import type { VulnSettings } from './vuln-check.ts';

/** What one run of the checks is asked for. */
export type Order = {
  readonly desk: Desk;
  readonly around: Surroundings;
  readonly inputs: Inputs;
  readonly levels: Levels;
  /** Package patterns by module folder; a module that is missing has nothing to analyse. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
  readonly tools: Tools;
  readonly vuln: Omit<VulnSettings, 'program'>;
  /** Limits the run to some checks in some modules. */
  readonly only?: (check: CheckName, module: string) => boolean;
};
