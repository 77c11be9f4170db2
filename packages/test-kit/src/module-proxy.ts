import { crc32 } from 'node:zlib';
import type { Files } from './project.ts';

/**
 * One version of a Go module as the files of a file-system module proxy (`GOPROXY=file:///…`, with `GOSUMDB=off`), so that
 * the real go command can require or install it without a network. `files` needs a go.mod; names are relative to the module.
 */
export function moduleProxyFiles(
  module: string,
  version: string,
  files: Readonly<Record<string, string>>,
): Files {
  const folder = `${escapeModule(module)}/@v`;
  const zip = storedZip(
    Object.entries(files).map(([name, text]) => [`${module}@${version}/${name}`, Buffer.from(text)]),
  );
  return {
    [`${folder}/list`]: `${version}\n`,
    [`${folder}/${version}.info`]: JSON.stringify({ Version: version }),
    [`${folder}/${version}.mod`]: files['go.mod'] ?? `module ${module}\n`,
    [`${folder}/${version}.zip`]: zip,
  };
}

/** Proxies and caches write upper case as `!` and lower case (https://go.dev/ref/mod#goproxy-protocol). */
const escapeModule = (path: string): string => path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

/** A zip without compression. */
function storedZip(files: readonly (readonly [string, Buffer])[]): Buffer {
  const body: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const [name, data] of files) {
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, path]));
    body.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(index.length, 8);
  end.writeUInt16LE(index.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...body, directory, end]);
}
