import { ActionError, describeError, InputError } from '@go-actions/action-kit';
import type { RunInputs } from '../../inputs.ts';
import { readCovdata } from '../../profile/io/covdata.ts';
import { readProfile } from '../../profile/io/profile-files.ts';
import type { ProfileReader } from '../../profile/profile-reader.ts';
import { describeEncoding } from '../../profile/text-encoding.ts';
import type { TestLog } from '../test-log.ts';
import { readTestStream } from './test-streams.ts';

/**
 * Reads what other jobs and steps left: profiles, test streams, and covdata folders unless tests are about to run, which may
 * write into them. All that cannot be read, or that holds nothing, is said together.
 */
export async function readOtherJobs(
  inputs: RunInputs,
  profile: ProfileReader,
  log: TestLog,
  place: { readonly root: string; readonly scratch: string },
): Promise<void> {
  const complaints: string[] = [];
  const attempt = async (read: () => Promise<void>) => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      complaints.push(describeError(error));
    }
  };
  for (const path of inputs.profiles) await attempt(() => readWhole(profile, path));
  if (!inputs.run) await attempt(() => readCovdata(profile, inputs.gocoverdir, place.scratch, place.root));
  for (const path of inputs.testJson) await attempt(() => readTestStream(log, path));
  if (complaints.length > 0) throw new InputError(complaints);
}

/** A profile that somebody passed on says something about some code. */
async function readWhole(profile: ProfileReader, path: string): Promise<void> {
  await readProfile(profile, path, path, { check: (start) => refuseEncoding(path, start) });
  if (profile.blocks === 0)
    throw new ActionError(`\`profiles\`: ${path} has no block: it says nothing about any code.`, {
      remedy: 'Check the step that wrote it, and leave the file out when it covers code without statements.',
    });
}

function refuseEncoding(path: string, start: Buffer): void {
  const encoding = describeEncoding(start);
  if (encoding)
    throw new ActionError(`\`profiles\`: ${path} is ${encoding}, and go writes UTF-8.`, {
      remedy: 'Let go write the file (`-coverprofile=FILE`) instead of a redirection.',
    });
}
