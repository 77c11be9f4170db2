import { readChunks } from './profile-files.ts';

/** What one `go test` put into its profile: which packages, and how many test programs wrote. */
export type ProfileSurvey = {
  /** Import paths with at least one block. */
  readonly packages: ReadonlySet<string>;
  /** How often the first block of a file of a package stands in it, by import path: once for each program that wrote. */
  readonly laps: ReadonlyMap<string, number>;
};

/**
 * Counts who wrote a profile. `go test` puts the profiles of its test programs one behind the other
 * (cmd/go/internal/test/cover.go, mergeCoverProfile), and with -coverpkg each of them holds every block of every package.
 * A file that is not there is an empty profile: nothing was built.
 */
export async function surveyProfile(path: string): Promise<ProfileSurvey> {
  const first = new Map<string, { readonly prefix: string; count: number }>();
  let rest = '';
  try {
    await readChunks(path, (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) count(first, line);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const laps = new Map([...first].map(([name, { count: times }]) => [decode(name), times]));
  return { packages: new Set(laps.keys()), laps };
}

/** Only the first block of the first file of each package is counted. */
function count(first: Map<string, { readonly prefix: string; count: number }>, line: string): void {
  const end = line.lastIndexOf(' ');
  const colon = line.lastIndexOf(':', end);
  const slash = line.lastIndexOf('/', colon);
  if (colon < 0 || slash < 0) return; // the mode
  const folder = line.slice(0, slash);
  const known = first.get(folder);
  if (!known) first.set(folder, { prefix: line.slice(0, end + 1), count: 1 });
  else if (line.startsWith(known.prefix)) known.count += 1;
}

const decode = (name: string): string => Buffer.from(name, 'latin1').toString('utf8');
