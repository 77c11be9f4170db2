import fs from 'node:fs';

/**
 * What the packages that are bundled import from undici, and its module, which exports it alone or by its name. A test compares
 * this list with their imports.
 */
export const USED_OF_UNDICI: Readonly<Record<string, string>> = {
  ProxyAgent: './lib/dispatcher/proxy-agent',
  fetch: './lib/web/fetch',
};

/**
 * Files of packages that the bundler is to read otherwise than they are, by the end of their path. The modules of @actions/core
 * only declare things, though its manifest does not say so: this drops the OIDC client that nothing here calls, and with it an
 * HTTP stack that every step of every job would evaluate at its start (50 ms of 80). undici's index takes all of it in, web
 * sockets, mocks and caches included: a third of its 440 kB are never called.
 */
const REWRITES: Readonly<Record<string, (bytes: Buffer) => string>> = {
  '/node_modules/@actions/core/package.json': (bytes) =>
    JSON.stringify({ ...JSON.parse(bytes.toString()), sideEffects: false }),
  '/node_modules/undici/index.js': () =>
    Object.entries(USED_OF_UNDICI)
      .map(([name, path]) => `exports.${name} = require('${path}').${name} ?? require('${path}');\n`)
      .join(''),
};

/** Lets the bundler, which must be loaded after this call, read these files so. */
export function rewritePackages(): void {
  const { readFile } = fs;
  const read = (path: string, ...rest: unknown[]) => {
    const done = rest.pop() as (error: Error | null, bytes?: Buffer) => void;
    const place = String(path).replaceAll('\\', '/');
    const [, rewrite] = Object.entries(REWRITES).find(([end]) => place.endsWith(end)) ?? [];
    const answer: typeof done = (error, bytes) =>
      done(error, rewrite && bytes ? Buffer.from(rewrite(bytes)) : bytes);
    Reflect.apply(readFile, fs, [path, ...rest, answer]);
  };
  fs.readFile = Object.assign(read, readFile) as typeof fs.readFile;
}
