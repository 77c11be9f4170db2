import { ActionError, describeExit, run } from '@go-actions/action-kit';
import type { ProfileReader } from '../profile.ts';
import { readProfile } from './profile-files.ts';

/**
 * Reads GOCOVERDIR folders, what programs built with `go build -cover` leave (go.dev/doc/build-cover), through
 * `go tool covdata`: it merges them and refuses what cannot be merged. `path`: where the text form goes.
 */
export async function readCovdata(
  reader: ProfileReader,
  folders: readonly string[],
  path: string,
  cwd: string,
): Promise<void> {
  const result = await run('go', ['tool', 'covdata', 'textfmt', `-i=${folders.join(',')}`, '-o', path], {
    cwd,
  });
  if (result.code !== 0) {
    const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-5).join('\n');
    throw new ActionError(`\`gocoverdir\`: \`go tool covdata\` ${describeExit(result)}.\n${said}`, {
      remedy:
        'Each folder must hold covmeta and covcounters files of one counter mode. A comma in a path cannot be passed on.',
    });
  }
  await readProfile(reader, path, 'gocoverdir');
}
