/** A program and its arguments; one without a folder is looked for on PATH. */
export type TarCall = { readonly program: string; readonly args: readonly string[] };

/**
 * How an archive (tar.gz; on Windows zip as well) is unpacked into a folder. Windows has bsdtar, which reads both, and it is
 * called by its full path: behind an msys2 step the first `tar` on PATH is GNU's, which takes `C:` for a host and knows no zip.
 */
export function planTar(
  system: { readonly platform: string; readonly systemRoot: string | undefined },
  archive: string,
  folder: string,
  members: readonly string[] = [],
): TarCall {
  const root = (system.systemRoot || 'C:\\Windows').replace(/\\+$/, '');
  const program = system.platform === 'win32' ? `${root}\\System32\\tar.exe` : 'tar';
  return { program, args: ['-x', '-f', archive, '-C', folder, ...members] };
}
