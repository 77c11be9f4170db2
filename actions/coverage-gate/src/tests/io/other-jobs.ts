import { ActionError, describeError, InputError } from '@go-actions/action-kit';
import type { Inputs } from '../../inputs.ts';
import { readCovdata } from '../../profile/io/covdata.ts';
import { readProfile } from '../../profile/io/profile-files.ts';
import type { ProfileReader } from '../../profile/profile-reader.ts';
import type { TestLog } from '../test-log.ts';
import { readTestStream } from './test-streams.ts';

/**
 * Reads what other jobs and steps left: profiles, test streams, and covdata folders unless tests are about to run, which may
 * write into them. All that cannot be read is said together.
 */
export async function readOtherJobs(
  inputs: Inputs,
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
  for (const path of inputs.profiles) await attempt(() => readProfile(profile, path, path));
  if (!inputs.run) await attempt(() => readCovdata(profile, inputs.gocoverdir, place.scratch, place.root));
  if (complaints.length > 0) throw new InputError(complaints);
  for (const path of inputs.testJson) await readTestStream(log, path);
}
