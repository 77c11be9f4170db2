import { StringDecoder } from 'node:string_decoder';
import { readChunks } from '../../profile/io/profile-files.ts';
import type { TestLog } from '../test-log.ts';

/** Reads a file with the output of `go test -json` as one more stream of `log`. */
export async function readTestStream(log: TestLog, path: string): Promise<void> {
  log.open();
  const decoder = new StringDecoder('utf8');
  let rest = '';
  await readChunks(path, (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) log.addLine(line);
  });
  log.addLine(rest + decoder.end());
}
