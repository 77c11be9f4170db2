import { join } from 'node:path';
import {
  formatTarget,
  type Target,
  targetSlug,
  VARIANT_VARIABLES,
  variantSetting,
} from '@go-actions/go-project';
import { nameBinaries } from './names.ts';

/** A main package, the folder of its module, where `go build` has to run, and the targets that its build constraints allow. */
export type Main = {
  readonly importPath: string;
  readonly moduleDir: string;
  readonly targets: readonly Target[];
};

export type PlannedBinary = {
  readonly name: string;
  readonly main: string;
  readonly target: Target;
  /** Absolute, outside the source tree. */
  readonly path: string;
};

/** One run of `go build`: the argument vector after `go`, what it adds to the environment, and the files that it makes. */
export type Build = {
  readonly target: Target;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly binaries: readonly PlannedBinary[];
};

export type BuildFlags = {
  readonly ldflags: string;
  readonly tags: readonly string[];
  readonly cgo: boolean;
  /** No local paths in the binaries, so that they are the same from everywhere; compiles everything apart from other builds. */
  readonly trimpath: boolean;
  /** Stamp the commit, and fail without one; default: as the job's GOFLAGS say. */
  readonly stamp?: boolean;
};

/**
 * Plans one build of every main for each target that it is for. The file is named here and not by Go, so that two mains never
 * share one. Binaries land in `<output>/<goos>_<goarch>/`.
 */
export function planBuilds(
  mains: readonly Main[],
  targets: readonly Target[],
  flags: BuildFlags,
  output: string,
): Build[] {
  const names = nameBinaries(mains.map((main) => main.importPath));
  return uniqueTargets(targets).flatMap((target) =>
    mains
      .filter((main) => main.targets.some((other) => formatTarget(other) === formatTarget(target)))
      .map((main): Build => {
        const name = names.get(main.importPath) ?? main.importPath;
        const path = join(output, targetSlug(target), name + executableSuffix(target.goos));
        return {
          target,
          cwd: main.moduleDir,
          args: ['build', '-o', path, ...buildFlags(flags), '--', main.importPath],
          env: targetEnvironment(target, flags.cgo),
          binaries: [{ name, main: main.importPath, target, path }],
        };
      }),
  );
}

/** A target given twice is one. */
export function uniqueTargets(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [formatTarget(target), target])).values()];
}

export function buildFlags({ ldflags, tags, trimpath, stamp }: BuildFlags): string[] {
  return [
    ...(trimpath ? ['-trimpath'] : []),
    ...(stamp ? ['-buildvcs=true'] : []),
    ...(ldflags ? ['-ldflags', ldflags] : []),
    ...(tags.length > 0 ? ['-tags', tags.join(',')] : []),
  ];
}

/** GOOS, GOARCH and its variant; variants that the job happens to have set are removed, so that the target alone decides. */
export function targetEnvironment(target: Target, cgo: boolean): Record<string, string | undefined> {
  const unset = Object.fromEntries(VARIANT_VARIABLES.map((name) => [name, undefined]));
  const variant = variantSetting(target);
  return {
    ...unset,
    GOOS: target.goos,
    GOARCH: target.goarch,
    CGO_ENABLED: cgo ? '1' : '0',
    ...(variant && { [variant.variable]: variant.value }),
  };
}

/** The targets that are not in `go tool dist list`, as the user wrote them. */
export function unknownTargets(targets: readonly Target[], distList: readonly string[]): string[] {
  return targets.filter(({ goos, goarch }) => !distList.includes(`${goos}/${goarch}`)).map(formatTarget);
}

function executableSuffix(goos: string): string {
  return goos === 'windows' ? '.exe' : goos === 'js' || goos === 'wasip1' ? '.wasm' : '';
}
