import { run } from '@go-actions/action-kit';
import { parseToolInfo, type ToolInfo } from '../tool-info.ts';

/** What Go stamped into a program, read by `go version -m`; never by running the program. */
export async function readToolInfo(file: string): Promise<ToolInfo | undefined> {
  const { code, stdout } = await run('go', ['version', '-m', file], {
    env: { GOTOOLCHAIN: 'local', GOFLAGS: '' },
  });
  return code === 0 ? parseToolInfo(stdout) : undefined;
}
