import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a `git` into `dir` that goes by the rules of git 2.30 with Debian 11's patches, on top of the real one of `path`: a
 * checkout that git has to look for belongs to somebody else unless the user's own file says otherwise, and what came later
 * is not there: GIT_CONFIG_GLOBAL (2.32), GIT_CONFIG_COUNT (2.31), `-c safe.directory` (never from the command line before 2.38),
 * `rev-parse --path-format` (2.31), `--no-write-fetch-head` (2.29), `ls-files --format` (2.38).
 */
export async function writeOldGit(dir: string, path: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'git'), render(path));
  await chmod(join(dir, 'git'), 0o755);
}

const render = (path: string) => `#!/bin/sh
explicit=$GIT_DIR
case "$1 $2" in 'config --global'|'config --system'|init*|clone*|version*|--version*) explicit=1 ;; esac
for arg in "$@"; do
  case "$arg" in
    --git-dir=*) explicit=1 ;;
    --no-relative|--no-write-fetch-head|--path-format=*|--format=*\\(path\\)*) echo "error: unknown option $arg" >&2; exit 129 ;;
  esac
done
top=$PWD
while [ ! -e "$top/.git" ] && [ "$top" != / ]; do top=$(dirname "$top"); done
if [ -z "$explicit" ] && ! grep -qsF -e 'directory = *' -e "directory = \\"$top\\"" "$HOME/.gitconfig" "\${XDG_CONFIG_HOME:-$HOME/.config}/git/config"; then
  echo "fatal: unsafe repository ('$PWD' is owned by someone else)" >&2
  exit 128
fi
unset GIT_CONFIG_GLOBAL GIT_CONFIG_COUNT
PATH='${path}' exec git "$@"
`;
