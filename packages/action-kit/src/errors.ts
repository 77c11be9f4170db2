/**
 * A failure that a user can act on: `message` says what was found, `remedy` what to change.
 * Everything else that is thrown is reported as a defect of ours, with its stack in the debug log.
 */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly remedy: string | undefined;

  constructor(message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.remedy = options.remedy;
  }
}

/** All complaints about the inputs of one step, reported together so that one edit fixes them all. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly complaints: readonly string[];

  constructor(complaints: readonly string[]) {
    super(complaints.join('\n'));
    this.complaints = complaints;
  }
}

/** The sentence(s) to show for anything that was thrown: message, remedy, and the messages of its causes. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = [error.message || error.name];
  if (error instanceof ActionError && error.remedy) parts.push(error.remedy);
  if (error.cause !== undefined) parts.push(`Cause: ${describeError(error.cause)}`);
  return parts.join('\n');
}
