import { chmod, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { sessionPaths } from './session.ts';

/**
 * Installs the credential helper of a session and returns its name in `credHelpers`. The name is the session's own, so
 * that a second login of the same job does not answer for the first.
 */
export async function installHelper(folder: string, entryScript: string): Promise<string> {
  const name = folder.slice(folder.lastIndexOf('oidc-registry-login-')).toLowerCase();
  const script = join(dirname(entryScript), `credential-helper${extname(entryScript)}`);
  const path = join(sessionPaths(folder).bin, `docker-credential-${name}`);
  const launcher =
    process.platform === 'win32'
      ? {
          path: `${path}.cmd`,
          text: `@set NODE_USE_ENV_PROXY=1\r\n@"${process.execPath}" "${script}" "${folder}" %*\r\n`,
        }
      : {
          path,
          text: `#!/bin/sh\nNODE_USE_ENV_PROXY=1 exec ${[process.execPath, script, folder].map(quote).join(' ')} "$@"\n`,
        };
  await writeFile(launcher.path, launcher.text, { mode: 0o700, flag: 'wx' });
  await chmod(launcher.path, 0o700);
  return name;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
