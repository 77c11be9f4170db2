import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';

/** The token service behind TLS with a private CA, reachable under its name through a proxy only. */
export type TlsWorld = AsyncDisposable & {
  readonly tokenUrl: string;
  readonly proxyUrl: string;
  readonly caFile: string;
  /** The `CONNECT host:port` requests that the proxy has seen. */
  readonly connects: string[];
};

const NAME = 'sts.internal.test';

/** Makes a CA and a certificate in `dir`, a TLS front for `target` (`host:port`) and a CONNECT proxy that knows its name. */
export async function startTlsWorld(dir: string, target: string): Promise<TlsWorld> {
  const openssl = (...args: string[]) => runChecked('openssl', args, { cwd: dir });
  await openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=private CA',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  await openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${NAME}`,
    '-addext',
    `subjectAltName=DNS:${NAME}`,
    '-keyout',
    'key.pem',
    '-out',
    'req.pem',
  );
  await openssl(
    'x509',
    '-req',
    '-in',
    'req.pem',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-days',
    '1',
    '-copy_extensions',
    'copy',
    '-out',
    'cert.pem',
  );

  const [host = '', port = ''] = target.split(':');
  const tls = { key: await readFile(join(dir, 'key.pem')), cert: await readFile(join(dir, 'cert.pem')) };
  const front = createServer(tls, (incoming, response) => {
    const { method, url, headers } = incoming;
    const onward = httpRequest({ host, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  const connects: string[] = [];
  const proxy = createHttpServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (request, socket) => {
    connects.push(request.url ?? '');
    const onward = connect((front.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    // Either end takes the other with it: a tunnel that is half open would keep the server from closing.
    onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
  });
  for (const server of [front, proxy])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    tokenUrl: `https://${NAME}/token`,
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    caFile: join(dir, 'ca.pem'),
    connects,
    [Symbol.asyncDispose]: async () => {
      for (const server of [front, proxy]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
