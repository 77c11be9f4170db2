import { run } from '@go-actions/action-kit';
import { type BuildInfo, parseBuildInfo } from '../build-info.ts';

/** What Go stamped into a program, read by `go version -m`; never by running the program. */
export async function readBuildInfo(file: string): Promise<BuildInfo | undefined> {
  const { code, stdout } = await run('go', ['version', '-m', file], {
    env: { GOTOOLCHAIN: 'local', GOFLAGS: '' },
  });
  return code === 0 ? parseBuildInfo(stdout) : undefined;
}
