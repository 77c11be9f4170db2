import type { GoModule } from '@go-actions/go-project';
import type { Breach } from './breach.ts';
import { pathWithoutMajor, splitPath } from './module-path.ts';

/** Where the repository is: `github.com` and `octo/app`. */
export type Forge = { readonly host: string; readonly repository: string };

export type PathJudgement = {
  /** Go finds no version under this path, whoever asks. */
  readonly impossible: readonly Breach[];
  /** Only a server that answers for the path itself and its folder (`<meta name="go-import">`) could make Go find it. */
  readonly unlikely: readonly Breach[];
  /** Go finds it if the repository that is named is this one. */
  readonly doubtful: readonly Breach[];
};

/** The folder in which Go looks for a module: its own, without a `v2` folder that only holds a major version. */
export function releaseFolder({ dir, path }: GoModule): string {
  const major = splitPath(path)?.major;
  const [last = '', ...above] = dir.split('/').reverse();
  return major !== undefined && last === `v${major}` ? above.reverse().join('/') || '.' : dir;
}

/**
 * Compares the path of a module with the place where Go looks for it: the path of the repository, then the folder, then the
 * major version (go.dev/ref/mod#vcs-find, "Mapping versions to commits"). What the path of the repository is, is known for
 * paths on the forge itself; a path of another host is compared with that of the root module.
 */
export function judgeRepositoryPath(
  module: GoModule,
  modules: readonly GoModule[],
  { host, repository }: Forge,
): PathJudgement {
  const none: PathJudgement = { impossible: [], unlikely: [], doubtful: [] };
  const base = pathWithoutMajor(module.path);
  const folder = releaseFolder(module);
  if (base.startsWith('gopkg.in/')) return none;
  const join = (root: string) => (folder === '.' ? root : `${root}/${folder}`);
  const wrong = (wanted: string): Breach[] => [
    {
      rule: 'module path',
      found: `go.mod in ${describe(module.dir)} says \`module ${module.path}\`, and Go looks for that module elsewhere`,
      remedy: `The path of a module is the repository's path and its folder: ${withMajor(wanted, module)}.`,
    },
  ];

  if (base.startsWith(`${host}/`)) {
    const own = base.split('/').slice(0, 3).join('/');
    if (base !== join(own)) return { ...none, impossible: wrong(join(own)) };
    if (own.toLowerCase() === `${host}/${repository}`.toLowerCase()) return none;
    return {
      ...none,
      doubtful: [
        {
          rule: 'repository path',
          found: `go.mod says \`module ${module.path}\`, which is another repository than ${host}/${repository}`,
          remedy: 'Rename the module, unless that repository is this one under a former name.',
        },
      ],
    };
  }
  const root = modules.find((other) => other.dir === '.' || releaseFolder(other) === '.');
  const rootBase = root && pathWithoutMajor(root.path);
  if (folder === '.' || (rootBase !== undefined && base === join(rootBase))) return none;
  if (rootBase !== undefined && base.startsWith(`${rootBase}/`))
    return { ...none, impossible: wrong(join(rootBase)) };
  if (base.endsWith(`/${folder}`)) return none;
  return { ...none, unlikely: wrong(join('<path of the repository>')) };
}

function withMajor(base: string, module: GoModule): string {
  const major = splitPath(module.path)?.major;
  return major === undefined ? base : `${base}/v${major}`;
}

function describe(dir: string): string {
  return dir === '.' ? 'the root' : `${dir}/`;
}
