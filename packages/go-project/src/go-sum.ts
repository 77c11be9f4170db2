export type GoSumLine = {
  readonly path: string;
  readonly version: string;
  /** True for the hash of the module's go.mod alone (`v1.2.3/go.mod` in the file). */
  readonly goMod: boolean;
  readonly hash: string;
};

/** Parses a go.sum (or go.work.sum) file. Blank lines are skipped, as the go command does. Throws `go.sum:LINE: …`. */
export function parseGoSum(text: string): GoSumLine[] {
  return text.split('\n').flatMap((source, index) => {
    const fields = source.trim().split(/\s+/);
    if (fields[0] === '') return [];
    const [path = '', version = '', hash = ''] = fields;
    if (fields.length !== 3)
      throw new Error(`go.sum:${index + 1}: expected a module path, a version and a hash`);
    const goMod = version.endsWith('/go.mod');
    return [{ path, version: goMod ? version.slice(0, -'/go.mod'.length) : version, goMod, hash }];
  });
}
