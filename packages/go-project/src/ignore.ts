/**
 * Whether a go.mod's `ignore` lines leave a folder out of `./...`: `./x` is that folder of the module, `x` or `x/y` every
 * folder of that name, and what lies below goes with it (https://go.dev/ref/mod#go-mod-file-ignore, Go 1.25). `dir` is
 * relative to the module's folder, with slashes.
 */
export function isIgnored(dir: string, ignore: readonly string[]): boolean {
  const folders = `/${dir.replace(/^\.\//, '')}/`;
  return ignore.some((line) => {
    const name = line.replace(/^\.\//, '').replace(/^\/+|\/+$/g, '');
    if (name === '' || name === '.') return line.startsWith('.');
    return line.startsWith('./') ? folders.startsWith(`/${name}/`) : folders.includes(`/${name}/`);
  });
}
