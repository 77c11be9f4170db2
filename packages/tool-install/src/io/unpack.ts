import { ActionError, describeExit, readSystemRoot, run } from '@go-actions/action-kit';
import { planTar } from '../unpack.ts';

/**
 * Unpacks an archive whose digest is known into a folder that is there: all of it, or some members. Throws an ActionError with
 * tar's last words. The toolkit's `extractTar` calls whatever `tar` is first on PATH, prints what it says as it is, and goes on
 * when the job is cancelled.
 */
export async function unpackArchive(
  archive: string,
  folder: string,
  options: { readonly members?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const system = { platform: process.platform, systemRoot: readSystemRoot() };
  const { program, args } = planTar(system, archive, folder, options.members);
  const result = await run(program, args, options.signal ? { signal: options.signal } : {});
  if (result.code === 0) return;
  const said = result.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  throw new ActionError(`tar ${describeExit(result)} when it unpacked ${archive}: ${said}`);
}
