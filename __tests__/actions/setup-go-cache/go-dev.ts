import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createProject } from '@go-actions/test-kit';
import type { Releases } from './releases.ts';

/** go.dev by its own name, and a mirror that is reached without TLS. */
export type GoDev = AsyncDisposable & {
  readonly mirror: string;
  /** What a job needs to reach both: a proxy that knows their names, and who vouches for go.dev. */
  readonly env: Readonly<Record<string, string>>;
  /** The addresses that were asked for, in order. */
  readonly asked: readonly string[];
};

const OPENSSL = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=go.dev';

/** Both have what `releases` has: go.dev behind TLS, for tunnels of the proxy, and the mirror as the proxy's own answers. */
export async function startGoDev(releases: Releases): Promise<GoDev> {
  const disk = await createProject({});
  const names = ['-addext', 'subjectAltName=DNS:go.dev', '-keyout', 'key.pem', '-out', 'cert.pem'];
  await disk.exec('openssl', [...OPENSSL.split(' '), ...names]);
  const [key, cert] = await Promise.all(['key.pem', 'cert.pem'].map((file) => readFile(disk.path(file))));
  const asked: string[] = [];
  const goDev = createTlsServer({ key, cert }, (request, response) => {
    asked.push(`https://${request.headers.host}${request.url}`);
    releases.answer(request, response);
  });
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    releases.answer(request, response);
  });
  proxy.on('connect', (_, socket) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    goDev.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    mirror: 'http://mirror.example.com',
    env: { HTTP_PROXY: address, HTTPS_PROXY: address, NODE_EXTRA_CA_CERTS: disk.path('cert.pem') },
    asked,
    [Symbol.asyncDispose]: async () => {
      for (const server of [goDev, proxy]) server.closeAllConnections();
      proxy.close();
      await disk[Symbol.asyncDispose]();
    },
  };
}
