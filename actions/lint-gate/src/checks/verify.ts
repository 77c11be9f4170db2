import type { RawFinding } from '../finding.ts';

/**
 * Parses `go mod verify`: one line `MODULE VERSION: dir has been modified (FOLDER)` (or `zip`, `missing ziphash`) for each
 * module of the module cache that is not what go.sum says.
 */
export function parseVerify(output: string): RawFinding[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const match = /^(\S+) (v\S+): (.+?)(?: \(.*\))?$/.exec(line);
    if (!match || /^go: /.test(line)) return [];
    const [, module, version, what] = match;
    return [
      {
        file: 'go.mod',
        rule: 'verify',
        message: `${module} ${version}: ${what}. Clean the module cache (\`go clean -modcache\`), and find out who changed it.`,
      },
    ];
  });
}
