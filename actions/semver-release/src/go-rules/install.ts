import type { GoModule } from '@go-actions/go-project';
import type { Breach } from './breach.ts';

/** What makes `go install module/cmd@version` fail for everyone but the main module (go.dev/ref/mod#go-install). */
export function judgeInstall({ goMod }: GoModule): Breach[] {
  const replaced = goMod.replace.map((each) => each.old.path);
  const excluded = goMod.exclude.map((each) => each.path);
  return (
    [
      ['replace', replaced],
      ['exclude', excluded],
    ] as const
  )
    .filter(([, paths]) => paths.length > 0)
    .map(([directive, paths]) => ({
      rule: directive,
      found: `go.mod has a \`${directive}\` for ${[...new Set(paths)].join(', ')}, so that \`go install\` of this version fails`,
      remedy: `Drop the directive before tagging, or set \`install-check: warn\` when only the binaries matter.`,
    }));
}
