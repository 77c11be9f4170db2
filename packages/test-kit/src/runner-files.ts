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

/** The annotations that the runner would show: workflow commands outside of `stop-commands` regions. */
export function parseAnnotations(stdout: string): LoggedAnnotation[] {
  const found: LoggedAnnotation[] = [];
  let stopped: string | undefined;
  for (const line of stdout.split('\n')) {
    if (stopped) {
      if (line === `::${stopped}::`) stopped = undefined;
      continue;
    }
    const stop = /^::stop-commands::(.+)$/.exec(line)?.[1];
    if (stop) stopped = stop;
    const command = /^::(error|warning|notice)(?: ([^:]*))?::(.*)$/.exec(line);
    if (command)
      found.push(toAnnotation(command[1] as LoggedAnnotation['level'], command[2] ?? '', command[3] ?? ''));
  }
  return found;
}

function toAnnotation(
  level: LoggedAnnotation['level'],
  properties: string,
  message: string,
): LoggedAnnotation {
  const annotation: LoggedAnnotation = { level, message: decodeCommand(message) };
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
