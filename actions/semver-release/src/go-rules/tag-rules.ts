import type { GoModule } from '@go-actions/go-project';
import { makeTag, type Tag } from '../version/tag.ts';
import { formatVersion } from '../version/version.ts';

/** A rule of Go that the tag breaks: what was found, and the way out. */
export type Breach = { readonly rule: string; readonly found: string; readonly remedy: string };

export type TagJudgement =
  | { readonly module: GoModule; readonly breaches: readonly Breach[] }
  | { readonly module: undefined; readonly breaches: readonly Breach[] };

/**
 * Finds the module that a tag releases and judges the tag by the rules of go.dev/ref/mod ("Mapping versions to commits"):
 * the tag's folder is the module's, without a `/v2` folder at its end, and major versions from 2 on are part of the path.
 */
export function judgeTag(tag: Tag, modules: readonly GoModule[]): TagJudgement {
  const module = findModule(tag, modules);
  if (!module) return { module, breaches: [describeMissing(tag, modules)] };
  const twins = modules.filter((other) => other.path === module.path);
  return {
    module,
    breaches: [...judgePath(tag, module), ...(twins.length > 1 ? [describeTwins(twins)] : [])],
  };
}

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

function findModule(tag: Tag, modules: readonly GoModule[]): GoModule | undefined {
  const inMajorFolder =
    tag.version.major >= 2
      ? tag.dir === '.'
        ? `v${tag.version.major}`
        : `${tag.dir}/v${tag.version.major}`
      : undefined;
  return (
    modules.find((module) => module.dir === inMajorFolder) ?? modules.find((module) => module.dir === tag.dir)
  );
}

function judgePath({ version }: Tag, { path }: GoModule): Breach[] {
  const gopkg = /^gopkg\.in\/.*\.v([0-9]+)(?:-unstable)?$/.exec(path)?.[1];
  const suffix = /\/v([0-9]+)$/.exec(path)?.[1];
  const declared = gopkg ?? suffix;
  const major = String(version.major);
  if (declared === undefined ? version.major <= 1 : declared === major || (gopkg === '0' && major === '0'))
    return [];
  const wanted =
    version.major <= 1 ? path.replace(/\/v[0-9]+$/, '') : `${path.replace(/\/v[0-9]+$/, '')}/v${major}`;
  return [
    {
      rule: 'path suffix',
      found: `go.mod says \`module ${path}\`, and ${formatVersion(version)} is another major version: Go would not find it`,
      remedy: `Release v${declared ?? 1}.x.y, or change the module path to ${wanted} (and the imports with it).`,
    },
  ];
}

function describeMissing(tag: Tag, modules: readonly GoModule[]): Breach {
  const tags = modules.map(
    (module) => makeTag(module.dir.replace(/(^|\/)v[0-9]+$/, '') || '.', tag.version).name,
  );
  const known = `Tags of the modules here look like ${[...new Set(tags)].slice(0, 8).join(', ')}.`;
  if (tag.dir === '.') {
    return {
      rule: 'phantom root',
      found: `${tag.name} is a tag of the root, and the root has no go.mod: Go would make up a module without content`,
      remedy: known,
    };
  }
  return {
    rule: 'tag prefix',
    found: `${tag.name} is a tag for ${tag.dir}/, and there is no module`,
    remedy: known,
  };
}

function describeTwins(twins: readonly GoModule[]): Breach {
  const [first] = twins;
  return {
    rule: 'duplicate module',
    found: `module ${first?.path} is defined in ${twins.map((twin) => `${twin.dir}/go.mod`).join(' and ')}`,
    remedy: 'Keep one of them: Go refuses a version that it finds twice.',
  };
}
