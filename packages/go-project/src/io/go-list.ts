import { basename, relative, sep } from 'node:path';
import { ActionError, describeExit, run } from '@go-actions/action-kit';
import { JsonObjectStream } from '../json-stream.ts';

/** What `go list -json` says about a package, in its own field names; a field that was not asked for is missing. */
export type GoPackage = {
  readonly ImportPath: string;
  readonly Dir?: string;
  readonly Name?: string;
  readonly ForTest?: string;
  readonly Standard?: boolean;
  readonly DepOnly?: boolean;
  readonly Match?: readonly string[];
  readonly Module?: GoListModule;
  readonly GoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly IgnoredGoFiles?: readonly string[];
  readonly IgnoredOtherFiles?: readonly string[];
  readonly TestGoFiles?: readonly string[];
  readonly XTestGoFiles?: readonly string[];
  readonly EmbedFiles?: readonly string[];
  readonly EmbedPatterns?: readonly string[];
  readonly TestEmbedFiles?: readonly string[];
  readonly TestEmbedPatterns?: readonly string[];
  readonly XTestEmbedFiles?: readonly string[];
  readonly XTestEmbedPatterns?: readonly string[];
  readonly Imports?: readonly string[];
  readonly ImportMap?: Readonly<Record<string, string>>;
  readonly Deps?: readonly string[];
  readonly TestImports?: readonly string[];
  readonly XTestImports?: readonly string[];
  readonly Export?: string;
  readonly BuildID?: string;
  readonly Incomplete?: boolean;
  readonly Error?: GoListError;
  readonly DepsErrors?: readonly GoListError[];
};

export type GoListModule = {
  readonly Path: string;
  readonly Version?: string;
  readonly Main?: boolean;
  readonly Indirect?: boolean;
  readonly Dir?: string;
  readonly GoMod?: string;
  readonly GoVersion?: string;
  readonly Replace?: GoListModule;
};

export type GoListError = {
  readonly ImportStack?: readonly string[];
  readonly Pos?: string;
  readonly Err: string;
};

export type ListOptions = {
  readonly dir: string;
  readonly patterns: readonly string[];
  readonly tags?: readonly string[];
  /** Adds test binaries and the packages that are recompiled for them. */
  readonly test?: boolean;
  /** Adds dependencies, each before its dependants. */
  readonly deps?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: everything that the go command finds without compiling. Asking for less is quicker. */
  readonly fields?: readonly (keyof GoPackage)[];
  /** Further flags, such as `-export` or `-trimpath`. */
  readonly flags?: readonly string[];
  readonly signal?: AbortSignal;
};

/**
 * Packages by `go list -e -json`, parsed while they arrive. A package that does not load is listed with its `Error`;
 * only a go command that fails as a whole (no module, bad flag) throws.
 */
export async function listPackages(options: ListOptions): Promise<GoPackage[]> {
  const packages: GoPackage[] = [];
  const stream = new JsonObjectStream<GoPackage>((object) => packages.push(object));
  let unreadable: unknown;
  const onStdout = (chunk: Buffer) => {
    try {
      stream.push(chunk);
    } catch (error) {
      unreadable ??= error; // thrown below: nobody catches what a stream's listener throws
    }
  };
  const args = [
    'list',
    '-e',
    `-json${options.fields ? `=${options.fields.join(',')}` : ''}`,
    ...(options.deps ? ['-deps'] : []),
    ...(options.test ? ['-test'] : []),
    ...(options.tags?.length ? [`-tags=${options.tags.join(',')}`] : []),
    ...(options.flags ?? []),
    '--',
    ...options.patterns,
  ];
  const result = await run('go', args, {
    cwd: options.dir,
    onStdout,
    ...(options.env && { env: options.env }),
    ...(options.signal && { signal: options.signal }),
  });
  if (result.code !== 0) {
    const problem = result.stderr.trim().split('\n').slice(-20).join('\n');
    const words = problem.replaceAll(`${process.cwd()}${sep}`, '');
    throw new ActionError(`\`go list\` ${describeExit(result)} in ${nameFolder(options.dir)}.\n${words}`);
  }
  if (unreadable) throw unreadable;
  stream.end();
  return packages;
}

/** A folder as people know it, who have the checkout that the step runs in, and not the runner's folders. */
export function nameFolder(dir: string): string {
  const path = relative(process.cwd(), dir);
  return path.startsWith('..') ? basename(dir) : path || '.';
}
