/** Every static check, in the order in which they start: those that answer within a second come first. */
export const CHECKS = {
  fmt: { speed: 'light', about: 'gofmt would change nothing' },
  replace: { speed: 'light', about: 'go.mod replaces modules only as allowed' },
  vet: { speed: 'light', about: 'go vet' },
  tidy: { speed: 'light', about: 'go mod tidy would change nothing' },
  verify: { speed: 'light', about: 'downloaded modules are what go.sum says' },
  staticcheck: { speed: 'slow', about: 'staticcheck' },
  golangci: { speed: 'slow', about: 'golangci-lint v2' },
  fix: { speed: 'slow', about: 'go fix would change nothing' },
  generate: { speed: 'slow', about: 'go generate would change nothing' },
  vuln: { speed: 'slow', about: 'no known vulnerability within reach' },
} as const satisfies Record<string, { speed: 'light' | 'slow'; about: string }>;

export type CheckName = keyof typeof CHECKS;
export type Level = 'error' | 'warn' | 'off';
export type Levels = Readonly<Record<CheckName, Level>>;

export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];
export const LEVELS = ['error', 'warn', 'off'] as const;

const FAST = ['fmt', 'vet', 'staticcheck'] as const;
const STANDARD = ['fmt', 'vet', 'golangci', 'tidy', 'verify', 'replace'] as const;

export const PRESETS = {
  fast: FAST,
  standard: STANDARD,
  strict: [...STANDARD, 'fix', 'vuln', 'generate'],
} as const satisfies Record<string, readonly CheckName[]>;

export type Preset = keyof typeof PRESETS;

/** The level of every check: the preset's checks are errors, and `overrides` has the last word. */
export function planLevels(preset: Preset, overrides: Partial<Levels>): Levels {
  const chosen: readonly CheckName[] = PRESETS[preset];
  const levels = CHECK_NAMES.map((name) => [
    name,
    overrides[name] ?? (chosen.includes(name) ? 'error' : 'off'),
  ]);
  return Object.fromEntries(levels) as Levels;
}
