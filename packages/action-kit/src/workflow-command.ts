/**
 * A line that tells the runner something: `::warning file=a.go,line=3::text`. What would end the message, a property or the
 * line is escaped, as the runner undoes it (actions/runner, `ActionCommand.cs`); empty properties are left out.
 */
export function renderCommand(
  name: string,
  message: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const pairs = Object.entries(properties)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${pairs.length > 0 ? ` ${pairs.join(',')}` : ''}::${escapeMessage(message)}`;
}

/** An entry of a command file (`GITHUB_OUTPUT`, `GITHUB_ENV`, `GITHUB_STATE`); the value must not hold the delimiter. */
export function renderEntry(name: string, value: string, delimiter: string, eol: string): string {
  return `${name}<<${delimiter}${eol}${value}${eol}${delimiter}${eol}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
