import { formatTarget, parseTarget, variantSetting } from '@go-actions/go-project';

/** A system and build tags to lint for. */
export type LintTarget = {
  /** As it was written: `linux/amd64:integration`. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
};

/** Parses `windows/amd64`, `linux/arm/7` or `linux/amd64:tag,tag`. Throws `expected …`. */
export function parseLintTarget(text: string): LintTarget {
  const [platform = '', list, ...rest] = text.split(':');
  const tags = list === undefined ? [] : list.split(',');
  if (rest.length > 0 || !tags.every((tag) => /^[\p{L}\p{N}_.]+$/u.test(tag))) {
    throw new Error(
      `expected targets such as "linux/amd64" or "linux/amd64:integration,e2e"; ${JSON.stringify(text)} is none`,
    );
  }
  const target = parseTarget(platform);
  const variant = variantSetting(target);
  return {
    name: [formatTarget(target), ...(list === undefined ? [] : [list])].join(':'),
    env: {
      GOOS: target.goos,
      GOARCH: target.goarch,
      ...(variant && { [variant.variable]: variant.value }),
    },
    tags,
  };
}
