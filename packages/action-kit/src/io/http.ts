import { ActionError } from '../errors.ts';
import { describeRequest, fetchBy, type HttpRequest, type HttpResponse } from './attempts.ts';
import { openByToolkit } from './toolkit-connection.ts';

/**
 * Sends one request; proxies come from the job's environment (`chooseProxy`). Every status is a result. Connection errors,
 * time-outs, 408, 429 and 5xx are tried again within the policy; what remains is thrown with the method and the host, never
 * with a query string. A cancelled job ends it at once, with the reason of the signal.
 */
export function fetchHttp(request: HttpRequest): Promise<HttpResponse> {
  return fetchBy(openByToolkit, request);
}

/** The parsed JSON of a 2xx answer; anything else is an ActionError with the status and the start of the body. */
export async function fetchJson<T>(request: HttpRequest): Promise<T> {
  const response = await fetchHttp({
    ...request,
    headers: { accept: 'application/json', ...request.headers },
  });
  const text = response.body.toString('utf8');
  if (response.status < 200 || response.status > 299) {
    throw new ActionError(`${describeRequest(request)} answered ${response.status}: ${text.slice(0, 500)}`);
  }
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ActionError(`${describeRequest(request)} answered ${response.status}, but not with JSON.`, {
      cause,
    });
  }
}
