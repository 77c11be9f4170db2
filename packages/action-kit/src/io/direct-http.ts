import { fetchBy, type HttpRequest, type HttpResponse } from './attempts.ts';
import { openDirectly } from './direct-connection.ts';

/** `fetchHttp` without the toolkit below it, for a program that has to start in no time. */
export function fetchDirectly(request: HttpRequest): Promise<HttpResponse> {
  return fetchBy(openDirectly, request);
}
