import { spawnSync } from 'node:child_process';
import { inRoot } from '../../root.ts';

const READER = '__tests__/actions/semver-release/version/histories.ts';

/**
 * Agreement with the tags of real histories: `--repository` names the git directory of a clone, once for each, `--peers` a
 * node_modules with @semantic-release/commit-analyzer and release-please, whose words then stand beside ours.
 */
export async function proveHistories({
  repository,
  peers,
}: {
  repository: readonly string[];
  peers: string | undefined;
}): Promise<number> {
  if (repository.length === 0) {
    console.log('No histories: name clones with --repository.');
    return 0;
  }
  const env = { ...process.env, ...(peers !== undefined && { PEERS: peers }) };
  const { status } = spawnSync(process.execPath, [inRoot(READER), ...repository], { stdio: 'inherit', env });
  return status === 0 ? 0 : 1;
}
