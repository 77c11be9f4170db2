import { Readable } from 'node:stream';
import type { HttpClient } from '@actions/http-client';
import { describe, type Open } from './connection.ts';

let client: HttpClient | undefined;

/**
 * Through the toolkit's client, which is loaded by the first request: with `https` below it, it is half of what an action's
 * start would cost, and most runs send none (the remark keeps it in the one file that a bundle is). Missing there: an abort
 * signal, a limit for the body, Go's reading of NO_PROXY, and redirects that are relative or drop every credential.
 */
export const openByToolkit: Open = async (outgoing) => {
  const library = await import(/* webpackMode: "eager" */ '@actions/http-client');
  client ??= new library.HttpClient('go-actions', [], { allowRedirects: false, allowRetries: false });
  const { httpModule, options } = await describe(outgoing, client.userAgent);
  const body = outgoing.body && Readable.from([outgoing.body], { objectMode: false });
  const info = { options, parsedUrl: outgoing.url, httpModule };
  return (await client.requestRaw(info, body ?? null)).message;
};
