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
 * write into them. All that cannot be read, or that holds nothing, is said together. Returns facts for the summary.
 */
export async function readOtherJobs(
  inputs: RunInputs,
  profile: ProfileReader,
  log: TestLog,
  place: { readonly root: string; readonly scratch: string },
): Promise<string[]> {
  const complaints: string[] = [];
  const bare: string[] = [];
  const attempt = async (read: () => Promise<void>) => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      complaints.push(describeError(error));
    }
  };
  for (const path of inputs.profiles)
    await attempt(async () => {
      if ((await readWhole(profile, path)) === 0) bare.push(path);
    });
  if (!inputs.run) await attempt(() => readCovdata(profile, inputs.gocoverdir, place.scratch, place.root));
  for (const path of inputs.testJson) await attempt(() => readTestStream(log, path));
  if (profile.table.size === 0) complaints.push(...bare.map(describeBare));
  if (complaints.length > 0) throw new InputError(complaints);
  return bare.map((path) => `${path} has no block: the packages that it is about have no statements`);
}

/** Reads a profile, and returns how many blocks it has: none where a shard's packages have no statements. */
async function readWhole(profile: ProfileReader, path: string): Promise<number> {
  await readProfile(profile, path, path, { check: (start) => refuseEncoding(path, start) });
  if (!profile.hasMode) throw new ActionError(describeBare(path));
  return profile.blocks;
}

const describeBare = (path: string): string =>
  `\`profiles\`: ${path} has no block: it says nothing about any code. Check the step that wrote it.`;

function refuseEncoding(path: string, start: Buffer): void {
  const encoding = describeEncoding(start);
  if (encoding)
    throw new ActionError(`\`profiles\`: ${path} is ${encoding}, and go writes UTF-8.`, {
      remedy: 'Let go write the file (`-coverprofile=FILE`) instead of a redirection.',
    });
}
