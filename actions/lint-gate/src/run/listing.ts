import { type Problem, problem } from '../checks/answer.ts';

/** A package that patterns name. */
export type ListedPackage = {
  readonly path: string;
  /** How many Go files it has without its tests, under the settings that were asked for. */
  readonly sources: number;
  /** Test files of the package itself, and of the external package beside it (`x_test`). */
  readonly tests: number;
  readonly externalTests: number;
  /** Whether it does not load as it should. */
  readonly broken: boolean;
};

/** What patterns name in a module, or the go command's own words when the module does not load at all. */
export type Listing = { readonly packages: readonly ListedPackage[] } | { readonly failure: string };

/** For `go list -f`: one line a package. */
export const TEMPLATE =
  '{{len .GoFiles}} {{len .CgoFiles}} {{len .TestGoFiles}} {{len .XTestGoFiles}} {{if .Error}}broken{{end}} {{.ImportPath}}';

/** `undefined` for an answer that is none: where patterns name nothing, the go command says so on stderr. */
export function readListing(stdout: string, stderr: string): ListedPackage[] | undefined {
  const packages = parseListing(stdout);
  return packages.length > 0 || /\bmatched no packages\b/.test(stderr) ? packages : undefined;
}

function parseListing(stdout: string): ListedPackage[] {
  return stdout.split(/\r?\n/).flatMap((line) => {
    const match = /^(\d+) (\d+) (\d+) (\d+) (broken)? (.+)$/.exec(line);
    if (!match) return [];
    const [go = 0, cgo = 0, tests = 0, externalTests = 0] = match.slice(1, 5).map(Number);
    return [
      { path: match[6] ?? '', sources: go + cgo, tests, externalTests, broken: match[5] !== undefined },
    ];
  });
}

/** The problem of a module that does not load: what go says, and how it is left out on purpose. */
export function explainFailure(module: string, reason: string): Problem {
  const exclude = module === '.' ? '' : `, or leave it out with \`modules: "!${module}"\``;
  return problem('config', {
    found: `The module in ${module === '.' ? 'the root folder' : module} does not load.`,
    remedy: `Do what the go command says${exclude}:`,
    output: reason,
  });
}
