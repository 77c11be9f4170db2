import { ActionError } from '@go-actions/action-kit';

/** What the command line asks for: built-in scenes, or one run over a repository of the user's own. */
export type Request = ({ readonly scenes: readonly string[] } | { readonly repository: string }) & {
  /** A file for a picture of the page. */
  readonly picture?: string;
};

const USAGE =
  'npm run demo [-- --all | -- --scene <name> | -- <folder of a Go repository>] [--picture=<file>]';

/** Reads the arguments of `npm run demo`; `usual` scenes are played when none is named. Throws one line that says what would work. */
export function parseArguments(
  args: readonly string[],
  { known, usual }: { known: readonly string[]; usual: readonly string[] },
): Request {
  const scenes: string[] = [];
  const folders: string[] = [];
  let pictured: { picture?: string } = {};
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const [flag, attached] = splitFlag(arg);
    if (flag === '--scene') {
      const name = attached ?? args[++i] ?? '';
      if (!known.includes(name))
        throw new ActionError(`Unknown scene "${name}"; there are ${known.join(', ')}.`);
      scenes.push(name);
    } else if (flag === '--picture' && attached) {
      pictured = { picture: attached };
    } else if (arg === '--all') {
      scenes.push(...known);
    } else if (flag.startsWith('-')) {
      throw new ActionError(`Unknown flag "${flag}"; usage: ${USAGE}.`);
    } else {
      folders.push(arg);
    }
  }
  const [repository, ...more] = folders;
  if (more.length > 0)
    throw new ActionError(`One repository at a time, found ${folders.join(', ')}; usage: ${USAGE}.`);
  if (repository === undefined) {
    return { scenes: scenes.length > 0 ? [...new Set(scenes)] : usual, ...pictured };
  }
  if (scenes.length > 0)
    throw new ActionError(`Scenes are for the examples, not for ${repository}; usage: ${USAGE}.`);
  return { repository, ...pictured };
}

function splitFlag(arg: string): [string, string | undefined] {
  const at = arg.startsWith('--') ? arg.indexOf('=') : -1;
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}
