import { ActionError, type HttpRequest, type HttpResponse } from '@go-actions/action-kit';

/** What a provider said instead of a credential. */
export type Refusal = {
  readonly status: number;
  /** Its own words, without ours around them. */
  readonly words: string;
  /** The path of the request, which is the protocol's and never a user's host. */
  readonly path: string;
};

export class RefusalError extends ActionError {
  readonly refusal: Refusal;

  constructor(request: HttpRequest, status: number, words: string) {
    super(`${place(request)} answered ${status}${words ? `: ${words}` : '.'}`);
    this.refusal = { status, words, path: new URL(request.url).pathname };
  }
}

export type Json = Readonly<Record<string, unknown>>;

/** The object in a 2xx answer; everything else is an ActionError with the provider's own words. */
export function readAnswer(request: HttpRequest, response: HttpResponse): Json {
  const text = readText(request, response);
  const parsed = parseObject(text);
  if (!parsed)
    throw new ActionError(`${place(request)} answered ${response.status}, but not with a JSON object.`);
  return parsed;
}

export function readText(request: HttpRequest, response: HttpResponse): string {
  const { status } = response;
  if (status >= 200 && status < 300) return response.body.toString('utf8');
  if (status >= 300 && status < 400) {
    throw new ActionError(`${place(request)} answered ${status}: a redirect, which no token follows.`);
  }
  throw new RefusalError(request, status, describeRefusal(response.body.toString('utf8')));
}

/** A text field of an answer, by its path; the complaint names the field and never shows the answer. */
export function textAt(request: HttpRequest, answer: Json, ...path: readonly string[]): string {
  const found = valueAt(answer, path);
  if (typeof found === 'string' && found !== '') return found;
  throw new ActionError(`${place(request)} answered without \`${path.join('.')}\`.`);
}

export function valueAt(answer: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    answer,
  );
}

const WORDS = [['error_description'], ['error', 'message'], ['message'], ['Message'], ['error'], ['detail']];

/** The provider's sentence in an error body: the usual JSON shapes, AWS's XML, or the start of the text. */
export function describeRefusal(body: string): string {
  const parsed = parseObject(body);
  const [first] = Array.isArray(parsed?.errors) ? (parsed.errors as unknown[]) : [];
  const found = parsed
    ? [
        typeof first === 'string' ? first : valueAt(first, ['message']),
        ...WORDS.map((path) => valueAt(parsed, path)),
      ]
    : [/<Message>([^<]*)<\/Message>/.exec(body)?.[1], body.replace(/<[^>]*>/g, ' ')];
  const words =
    found.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? '';
  return words
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 400);
}

/** Method and place, without the query: there may be a token in it. */
function place(request: HttpRequest): string {
  const { origin, pathname } = new URL(request.url);
  return `${request.method ?? 'GET'} ${origin}${pathname}`;
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON: the caller says so
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
