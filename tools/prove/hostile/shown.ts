import { type ActionResult, listCommands } from '@go-actions/test-kit';

/** Where a secret can be read by people and by later steps, in any of its usual forms. */
export function findLeaks(result: ActionResult, secrets: readonly string[]): string[] {
  const log = result.stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
  const places = {
    log,
    'error stream': result.stderr,
    summary: result.summary,
    outputs: JSON.stringify(result.outputs),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    secrets.flatMap((secret) =>
      [secret, Buffer.from(secret).toString('base64').slice(0, -4), encodeURIComponent(secret)].some((form) =>
        text.includes(form),
      )
        ? [`a secret stands in the ${place}`]
        : [],
    ),
  );
}

/** Whether the runner would read the bait as a command of its own, and not as a part of a message. */
export function obeys(result: ActionResult, bait: string): boolean {
  const message = bait.replace(/^::error::/, '');
  return [result.stdout, result.stderr].some((text) =>
    listCommands(text).some((command) => command.message.trim() === message || command.name === message),
  );
}
