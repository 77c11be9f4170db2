import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createProject } from '@go-actions/test-kit';

/**
 * `https://<host>/…` as a private git server: git's own http-backend behind TLS, which wants a user and a password for each owner (the
 * first folder of the path) and refuses a request with two of them. Programs reach it through `HTTPS_PROXY`.
 */
export async function startGitServer(
  host: string,
  root: string,
  passwords: Readonly<Record<string, string>>,
) {
  const disk = await createProject({});
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '2'];
  await disk.exec('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', 'key.pem', '-out', 'cert.pem', ...subject],
  ]);
  const [key, cert] = await Promise.all(['key.pem', 'cert.pem'].map((name) => readFile(disk.path(name))));
  const seen: string[] = [];
  const server = createTlsServer({ key, cert }, async (request, response) => {
    const owner = request.url?.split('/')[1] ?? '';
    const given = request.headersDistinct.authorization ?? [];
    const told = given.map((header) => Buffer.from(header.replace(/^Basic /, ''), 'base64').toString());
    seen.push(`${owner} ${told.join(' and ') || 'nobody'}`);
    if (given.length === 1 && told[0] === passwords[owner]) return serve(root, request, response);
    response.writeHead(given.length > 1 ? 400 : 401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  const proxy = createServer().on('connect', (request, client) => {
    const known = request.url === `${host}:443`;
    if (!known) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const upstream = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  for (const each of [server, proxy])
    await new Promise<void>((resolve) => void each.listen(0, '127.0.0.1', resolve));
  return {
    /** Who asked, by owner. */
    seen,
    env: {
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      GIT_SSL_CAINFO: disk.path('cert.pem'),
    },
    [Symbol.asyncDispose]: async () => {
      for (const each of [server, proxy]) {
        each.closeAllConnections();
        each.close();
      }
      await disk[Symbol.asyncDispose]();
    },
  };
}

/** One request as CGI (RFC 3875). */
async function serve(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path, query = ''] = (request.url ?? '').split('?');
  const body = await buffer(request);
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: request.headers['git-protocol'] as string | undefined,
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      REMOTE_USER: 'someone',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined); // a backend that has read enough
  child.stdin.end(body);
  const answer = await buffer(child.stdout);
  const end = answer.indexOf('\r\n\r\n');
  const headers = answer.subarray(0, end).toString('latin1').split('\r\n');
  const status = headers.find((line) => /^status:/i.test(line))?.slice(7);
  for (const line of headers.filter((each) => !/^status:/i.test(each)))
    response.appendHeader(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim());
  response.writeHead(Number.parseInt(status ?? '200', 10)).end(answer.subarray(end + 4));
}
