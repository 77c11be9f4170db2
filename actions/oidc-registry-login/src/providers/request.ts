import type { HttpRequest } from '@go-actions/action-kit';

type Fields = Readonly<Record<string, string | undefined>>;

/** A form POST; empty fields are left out. */
export function postForm(
  url: string,
  fields: Fields | URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest {
  const pairs = fields instanceof URLSearchParams ? fields : new URLSearchParams(present(fields));
  return {
    method: 'POST',
    url,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: pairs.toString(),
  };
}

/** A JSON POST; fields that are `undefined` are left out. */
export function postJson(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest {
  return {
    method: 'POST',
    url,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function present(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
}
