import { digest } from '@go-actions/action-kit';
import type { BuildModule, BuiltBinary } from '@go-actions/go-build';
import type { ReleasePlan } from '../../plan/plan.ts';

export type SbomFormat = 'cyclonedx' | 'spdx';

/** A module in the binaries, as Go resolved it. */
export type SbomModule = { readonly path: string; readonly version: string; readonly h1: string };

/** What an SBOM says: the modules that Go's linker put into the binaries, with nothing guessed. */
export type SbomContents = {
  readonly name: string;
  /** With `v`, as Go has it. */
  readonly version: string;
  /** ISO 8601 with seconds, from the commit. */
  readonly time: string;
  readonly goVersion: string;
  readonly modules: readonly SbomModule[];
  readonly repositoryUrl: string;
  readonly tag: string;
  readonly commit: string;
  /** The same for the same contents. */
  readonly id: string;
};

/** Collects the modules of all binaries of a release; `undefined` when none of them says (WebAssembly carries no build info). */
export function describeContents(
  plan: ReleasePlan,
  binaries: readonly BuiltBinary[],
  repositoryUrl: string,
): SbomContents | undefined {
  const infos = binaries.flatMap(({ buildInfo }) => buildInfo ?? []);
  const [first] = infos;
  if (!first || !plan.module) return undefined;
  const modules = new Map<string, SbomModule>();
  for (const info of infos) {
    for (const dep of info.deps) {
      const module = resolved(dep);
      modules.set(`${module.path}@${module.version}`, module);
    }
  }
  const facts = {
    name: plan.module.path,
    version: `v${plan.version}`,
    time: plan.committed.replace(/\.\d+Z$/, 'Z'),
    goVersion: first.goVersion,
    modules: [...modules.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    repositoryUrl,
    tag: plan.tag,
    commit: plan.commit,
  };
  return { ...facts, id: digest(JSON.stringify(facts)) };
}

/** purl-spec, types/golang: name and namespace in lower case, each element percent-encoded. */
export function renderPurl({ path, version }: { readonly path: string; readonly version: string }): string {
  const name = path.toLowerCase().split('/').map(encodeURIComponent).join('/');
  return version === '' ? `pkg:golang/${name}` : `pkg:golang/${name}@${encodeURIComponent(version)}`;
}

/** A replacement by a folder has no version; its content is of the repository itself. */
function resolved({ path, version, sum, replace }: BuildModule): SbomModule {
  if (replace && replace.version !== '')
    return { path: replace.path, version: replace.version, h1: replace.sum };
  return { path, version: replace ? '' : version, h1: replace ? '' : sum };
}

const keyOf = ({ path, version }: SbomModule): string => `${path}@${version}`;
