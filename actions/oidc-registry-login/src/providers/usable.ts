import { ActionError, expected } from '@go-actions/action-kit';

/** Shorter ones cannot be hidden: the log would be full of stars, or show them. */
const SHORTEST_SECRET = 8;
const CONTROL = /\p{Cc}/u;

/** Clients send `user:secret` and split at the first colon (RFC 7617, 2). */
const isUserName = (text: string): boolean => text !== '' && !text.includes(':') && !CONTROL.test(text);

/** A user name of an input. */
export function parseUserName(text: string): string {
  return isUserName(text) ? text : expected('a user name without colons, which clients split at');
}

/** What a service issued has to arrive at a registry as it was issued; nothing of it is shown. */
export function refuseUnusable({ username, secret }: { username: string; secret: string }): void {
  if (!isUserName(username))
    throw new ActionError(
      'The service issued a user name that no client can send: it has a colon or a line break.',
    );
  if (secret.length < SHORTEST_SECRET || secret.trim() !== secret || CONTROL.test(secret))
    throw new ActionError(
      'The service issued a secret that cannot be used safely: it is shorter than 8 characters, or has blanks around it or line breaks.',
    );
}
