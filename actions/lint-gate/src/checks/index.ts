import { ActionError } from '@go-actions/action-kit';
import type { Check, Preset } from './check.ts';
import { fix } from './fix.ts';
import { fmt } from './fmt.ts';
import { generate } from './generate.ts';
import { golangci } from './golangci.ts';
import { replace } from './replace.ts';
import { staticcheck } from './staticcheck.ts';
import { tidy } from './tidy.ts';
import { verify } from './verify.ts';
import { vet } from './vet.ts';
import { vuln } from './vuln.ts';

/** Every static check, in the order in which they start: those that answer within a second come first. */
export const CHECKS = {
  fmt,
  replace,
  vet,
  tidy,
  verify,
  staticcheck,
  golangci,
  fix,
  generate,
  vuln,
} as const satisfies Record<string, Check>;

export type CheckName = keyof typeof CHECKS;
export type CheckLevel = 'error' | 'warn' | 'off';
export type Levels = Readonly<Record<CheckName, CheckLevel>>;

export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];
export const LEVELS = ['error', 'warn', 'off'] as const;
export const PRESETS = ['fast', 'standard', 'strict'] as const satisfies readonly Preset[];

/** The level of every check: the preset's checks are errors, and `overrides` has the last word. Throws when none is left. */
export function planLevels(preset: Preset, overrides: Partial<Levels>): Levels {
  const levels = CHECK_NAMES.map((name) => {
    const presets: readonly Preset[] = CHECKS[name].presets;
    return [name, overrides[name] ?? (presets.includes(preset) ? 'error' : 'off')];
  });
  if (levels.every(([, level]) => level === 'off'))
    throw new ActionError(
      `\`checks\` switches off every check of the preset "${preset}": nothing would be checked.`,
      {
        remedy: 'Leave one on, or leave out the step.',
      },
    );
  return Object.fromEntries(levels) as Levels;
}
