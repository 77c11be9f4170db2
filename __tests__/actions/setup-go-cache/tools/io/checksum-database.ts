import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Files } from '@go-actions/test-kit';
import { hashModule } from '../../../../../actions/setup-go-cache/src/module-cache/sums.ts';

const NAME = 'sum.example.com';

/**
 * A checksum database that knows one module, as files of a module proxy in a folder, and its key as GOSUMDB takes it
 * (golang.org/design/25530-sumdb, golang.org/x/mod/sumdb/note): real signatures over a tree with a single record.
 */
export function checksumDatabase(
  module: string,
  version: string,
  files: Readonly<Record<string, string>>,
): { readonly key: string; readonly files: Files } {
  const contents = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }));
  const sum = hashModule(`${module}@${version}`, contents);
  const goMod = createHash('sha256')
    .update(`${hex(files['go.mod'] ?? '')}  go.mod\n`)
    .digest('base64');
  const record = `${module} ${version} ${sum}\n${module} ${version}/go.mod h1:${goMod}\n`;
  const leaf = createHash('sha256').update('\0').update(record).digest();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.concat([Buffer.of(1), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const id = createHash('sha256').update(`${NAME}\n`).update(raw).digest().subarray(0, 4);
  const tree = `go.sum database tree\n1\n${leaf.toString('base64')}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(tree), privateKey)]).toString('base64');
  const head = `${tree}\n— ${NAME} ${signature}\n`;
  return {
    key: `${NAME}+${id.toString('hex')}+${raw.toString('base64')}`,
    files: {
      [`sumdb/${NAME}/supported`]: '',
      [`sumdb/${NAME}/latest`]: head,
      [`sumdb/${NAME}/lookup/${module}@${version}`]: `0\n${record}\n${head}`,
      [`sumdb/${NAME}/tile/8/0/000.p/1`]: leaf,
    },
  };
}

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
