/** Parses a runner command file (outputs, env, state): `name<<delimiter` blocks and `name=value` lines. */
export function parseCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const block = /^([^=<]+)<<(.+)$/.exec(line);
    if (block?.[1] && block[2]) {
      const end = lines.indexOf(block[2], i + 1);
      values[block[1]] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (line.includes('=')) {
      values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    }
  }
  return values;
}

export type LoggedAnnotation = {
  level: 'error' | 'warning' | 'notice';
  message: string;
  file?: string;
  line?: number;
  endLine?: number;
  col?: number;
  title?: string;
};

export type LoggedCommand = { readonly name: string; readonly properties: string; readonly message: string };

/** A line of a step's output, and the command that the runner sees in it. */
export type LogLine = { readonly text: string; readonly command?: LoggedCommand };

/**
 * A step's output as the runner reads it (actions/runner, `ActionCommand.cs`): a line ends at `\r` as well, `::` counts behind
 * white space, `##[` anywhere in a line, and nothing does between `stop-commands` and its token.
 */
export function readLog(output: string): LogLine[] {
  let stopped: string | undefined;
  return output.split(/\r\n|\r|\n/).map((text) => {
    const match =
      /^\s*::([^\s:]+)(?: ([^:]*))?::(.*)$/.exec(text) ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/.exec(text);
    const [, name = '', properties = '', message = ''] = match ?? [];
    if (stopped !== undefined) {
      if (name !== stopped) return { text };
      stopped = undefined;
      return { text: '' };
    }
    if (name === 'stop-commands') stopped = message;
    else if (name) return { text, command: { name, properties, message: decodeCommand(message) } };
    return { text: name ? '' : text };
  });
}

/** The workflow commands that the runner would obey. */
export function listCommands(output: string): LoggedCommand[] {
  return readLog(output).flatMap(({ command }) => command ?? []);
}

/** The annotations that the runner would show. */
export function parseAnnotations(stdout: string): LoggedAnnotation[] {
  return listCommands(stdout).flatMap((command) => toAnnotation(command) ?? []);
}

/** What an `error`, `warning` or `notice` shows; `undefined` for every other command. */
export function toAnnotation({ name, properties, message }: LoggedCommand): LoggedAnnotation | undefined {
  if (name !== 'error' && name !== 'warning' && name !== 'notice') return undefined;
  const annotation: LoggedAnnotation = { level: name, message };
  for (const pair of properties.split(',').filter(Boolean)) {
    const name = pair.slice(0, pair.indexOf('='));
    const value = decodeCommand(pair.slice(pair.indexOf('=') + 1));
    if (name === 'line' || name === 'endLine' || name === 'col') annotation[name] = Number(value);
    else if (name === 'file' || name === 'title') annotation[name] = value;
  }
  return annotation;
}

function decodeCommand(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
