import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import { inRoot } from '@go-actions/tools';

const VERSION = '1.32.0';
const FOLDER = inRoot('.tools', `zizmor-${VERSION}`);
const BINARY = join(FOLDER, process.platform === 'win32' ? 'Scripts/zizmor.exe' : 'bin/zizmor');

/** The pinned zizmor, in a virtual environment of its own; a sentence instead where Python cannot give it. */
export async function ensureZizmor(): Promise<{ path: string } | { missing: string }> {
  if (await exists(BINARY)) return { path: BINARY };
  const python = await run('python3', ['--version']).catch(() => undefined);
  if (python?.code !== 0) return { missing: 'there is no python3 here' };
  console.error(`Installing zizmor ${VERSION} (once) ...`);
  await mkdir(inRoot('.tools'), { recursive: true });
  // A virtual environment cannot be moved; so it is made in place, and marked as whole by its last file.
  const half = `${FOLDER}.half-${process.pid}`;
  try {
    await runChecked('python3', ['-m', 'venv', '--clear', FOLDER], { timeoutMs: 120_000 });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    await runChecked(join(FOLDER, 'bin/python'), [...pip, '--target', half, `zizmor==${VERSION}`], {
      timeoutMs: 300_000,
    });
    await rename(join(half, 'bin/zizmor'), BINARY);
    return { path: BINARY };
  } catch (error) {
    return { missing: `zizmor could not be installed: ${(error as Error).message.split('\n')[0]}` };
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false, // not installed yet
  );
}
