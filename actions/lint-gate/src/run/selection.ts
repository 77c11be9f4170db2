import picomatch from 'picomatch';

/** Whether globs choose a module's folder: any of them, or all folders where each glob only leaves out (`!examples/**`). */
export function selects(globs: readonly string[], dir: string): boolean {
  const out = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  const chosen = globs.filter((glob) => !glob.startsWith('!'));
  const matches = (list: readonly string[]) =>
    list.some((glob) =>
      dir === '.' ? /^(\.|\*\*)$/.test(folderGlob(glob)) : picomatch.isMatch(dir, folderGlob(glob)),
    );
  return (chosen.length === 0 || matches(chosen)) && !matches(out);
}

/** `./tools/` names the same folder as `tools`. */
const folderGlob = (glob: string): string => glob.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, '');
