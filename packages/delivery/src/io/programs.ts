import { info, type Job, printForeign } from '@go-actions/action-kit';
import { parseGoVersion } from '@go-actions/go-project';
import { installGoTool } from '@go-actions/tool-install';
import { ownGoCaches } from '../go-caches.ts';
import { type DeliveryProgramName, PROGRAMS, PROGRAMS_GO } from '../programs.ts';

/** Finds or builds a pinned program and returns its path. */
export async function installProgram(
  name: DeliveryProgramName,
  { context, signal }: Pick<Job, 'context' | 'signal'>,
): Promise<string> {
  const tool = await installGoTool({
    ...PROGRAMS[name],
    goVersion: parseGoVersion(PROGRAMS_GO),
    toolCache: context.toolCache,
    temp: context.temp,
    gocache: async () => ownGoCaches(context.temp).GOCACHE,
    log: printForeign,
    signal,
  });
  info(`${name} ${tool.version} from ${tool.source}.`);
  return tool.path;
}
