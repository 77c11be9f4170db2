import { join } from 'node:path';
import {
  formatTarget,
  type Target,
  targetSlug,
  VARIANT_VARIABLES,
  variantSetting,
} from '@go-actions/go-project';
import { baseName, nameBinaries } from './names.ts';

/** A main package and the folder of its module, where `go build` has to run. */
export type Main = { readonly importPath: string; readonly moduleDir: string };

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
 * Plans the builds of every main for every target. The mains of one module share a run of `go build` for each target, which
 * loads the packages once; mains whose names collide get a run of their own. Binaries land in `<output>/<goos>_<goarch>/`.
 */
export function planBuilds(
  mains: readonly Main[],
  targets: readonly Target[],
  flags: BuildFlags,
  output: string,
): Build[] {
  const names = nameBinaries(mains.map((main) => main.importPath));
  return targets.flatMap((target) => {
    const folder = join(output, targetSlug(target));
    const planned = mains.map((main) => {
      const name = names.get(main.importPath) ?? baseName(main.importPath);
      const file = name + executableSuffix(target.goos);
      return {
        main,
        own: name !== baseName(main.importPath),
        binary: { name, main: main.importPath, target, path: join(folder, file) },
      };
    });
    const shared = Map.groupBy(planned, ({ main, own }) => (own ? main.importPath : main.moduleDir));
    return [...shared.values()].map((group): Build => {
      const binaries = group.map((entry) => entry.binary);
      const [first] = group;
      const destination = first?.own ? first.binary.path : join(folder, '/');
      const args = [
        'build',
        '-o',
        destination,
        ...buildFlags(flags),
        ...binaries.map((binary) => binary.main),
      ];
      return {
        target,
        cwd: first?.main.moduleDir ?? '.',
        args,
        env: targetEnvironment(target, flags.cgo),
        binaries,
      };
    });
  });
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
