import { expected, type InputReader } from '@go-actions/action-kit';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import {
  CHECK_NAMES,
  type CheckName,
  LEVELS,
  type Level,
  type Levels,
  PRESETS,
  type Preset,
} from './check-list.ts';
import { parseGolangciVersion } from './golangci-version.ts';

export type Inputs = ReturnType<typeof readInputs>;

export const readInputs = (input: InputReader) =>
  ({
    workingDirectory: input.required('working-directory'),
    modules: input.parsed('modules', parseGlobs),
    packages: input.list('packages'),
    preset: input.choice('preset', Object.keys(PRESETS) as Preset[]),
    checks: input.parsed('checks', parseChecks),
    golangciVersion: input.parsed('golangci-version', (text) =>
      text === '' || text === 'auto' ? undefined : parseGolangciVersion(text),
    ),
    golangciConfig: input.optional('golangci-config'),
    golangciArgs: input.argv('golangci-args'),
    replaceAllow: input.parsed('replace-allow', parseGlobs),
    timeoutMs: input.duration('timeout'),
    annotations: input.flag('annotations'),
    summary: input.flag('summary'),
  }) as const;

/** Globs separated by white space or commas; an unclosed bracket is an error instead of a glob that matches nothing. */
export function parseGlobs(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((glob) => {
      try {
        picomatch.makeRe(glob, { strictBrackets: true });
        return glob;
      } catch {
        return expected(`globs such as "services/*"; ${JSON.stringify(glob)} is none`); // SyntaxError: a bracket is open
      }
    });
}

/** A YAML map from checks to levels; every entry that does not fit is named. */
export function parseChecks(text: string): Partial<Levels> {
  const form = `a map from ${CHECK_NAMES.join(', ')} to ${LEVELS.join(', ')}`;
  let map: unknown;
  try {
    map = parse(text) ?? {};
  } catch (error) {
    return expected(`${form}, as YAML (${(error as Error).message.split('\n')[0]})`);
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return expected(form);
  const wrong = Object.entries(map).flatMap(([name, level]) => {
    if (!CHECK_NAMES.includes(name as CheckName)) return [`"${name}" is no check`];
    return LEVELS.includes(level as Level) ? [] : [`"${name}" cannot be ${JSON.stringify(level)}`];
  });
  if (wrong.length > 0) return expected(`${form}; ${wrong.join(', ')}`);
  return map as Partial<Levels>;
}
