import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { rewritePackages } from './rewrites.ts';

type Bundle = {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
};
type Ncc = (source: string, options: Readonly<Record<string, boolean | string>>) => Promise<Bundle>;

const LICENSES = 'licenses.txt';
const ncc = loadBundler();

/**
 * A program of its own, started by build.ts: bundles each pair of arguments,
 * a source and its target, and prints the target's path when it is written. One process for many: the compiler and the
 * minifier take half the time once they are warm.
 */
const paths = process.argv.slice(2);
for (let i = 0; i < paths.length; i += 2) {
  const [source = '', target = ''] = paths.slice(i);
  await mkdir(dirname(target), { recursive: true });
  await bundle(source, target);
  console.log(target);
}

function loadBundler(): Ncc {
  rewritePackages();
  return createRequire(import.meta.url)('@vercel/ncc') as Ncc;
}

async function bundle(source: string, target: string): Promise<void> {
  const options = { cache: false, license: LICENSES, minify: true, quiet: true, transpileOnly: true };
  const { code, assets } = await ncc(source, options);
  const name = basename(target, '.js');
  const write = (file: string, text: string | Buffer = '') => writeFile(join(dirname(target), file), text);
  await write(`${name}.js`, code);
  await write(name === 'index' ? LICENSES : `${name}.${LICENSES}`, assets[LICENSES]?.source);
  if (name === 'index') await write('package.json', assets['package.json']?.source);
}
