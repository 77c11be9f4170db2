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
  const command = [process.execPath, script, folder];
  const launcher =
    process.platform === 'win32'
      ? { path: `${path}.cmd`, text: renderBatch(command) }
      : { path, text: renderShell(command) };
  await writeFile(launcher.path, launcher.text, { mode: 0o700, flag: 'wx' });
  await chmod(launcher.path, 0o700);
  return name;
}

function renderShell(command: readonly string[]): string {
  const quoted = command.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  return `#!/bin/sh\nexec ${quoted} "$@"\n`;
}

function renderBatch(command: readonly string[]): string {
  const quoted = command.map((part) => `"${part.replaceAll('%', '%%')}"`).join(' ');
  return `@${quoted} %*\r\n`;
}
