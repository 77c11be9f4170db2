import { StringDecoder } from 'node:string_decoder';
import { ActionError } from '@go-actions/action-kit';
import { readChunks } from '../../profile/io/profile-files.ts';
import { describeEncoding } from '../../profile/text-encoding.ts';
import { readStrayLine } from '../stray-lines.ts';
import type { TestLog } from '../test-log.ts';

/** Reads a file with the output of `go test -json` as one more stream of `log`. A file without one result is an error. */
export async function readTestStream(log: TestLog, path: string): Promise<void> {
  log.open();
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let number = 0;
  let encoding: string | undefined;
  const read = (line: string, whole: boolean) => {
    number += 1;
    const text = line.replace(/^\ufeff/, ''); // of each of the files that were put together, too
    const before = log.events;
    log.addLine(text);
    if (log.events > before || text.trim() === '') return;
    const stray = readStrayLine(text, whole);
    if (stray.kind === 'failed-build') log.addFailedBuild(stray.importPath, stray.words);
    if (stray.kind === 'refused') throw refuse(path, `line ${number} ${stray.why}`);
  };
  await readChunks(path, (chunk) => {
    if (number === 0 && rest === '') encoding = describeEncoding(chunk);
    if (encoding) throw refuse(path, `it is ${encoding}`);
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) read(line, true);
  });
  rest += decoder.end();
  if (rest) read(rest, false);
  settleStream(log);
  if (log.latest().length === 0) throw refuse(path, number === 0 ? 'it is empty' : 'it has no test event');
}

/** No exit code comes with a stream: where its events contradict each other, what failed counts. */
function settleStream(log: TestLog): void {
  const told = new Set(log.latest().map(({ failedBuild }) => failedBuild));
  for (const id of log.failedBuilds.filter((build) => !told.has(build)))
    log.addFailedBuild(id.replace(/ \[.*$/, ''), id);
  for (const result of log.latest())
    if (result.status === 'pass' && result.tests.some(({ status }) => status === 'fail'))
      result.status = 'fail';
}

function refuse(path: string, why: string): ActionError {
  return new ActionError(`\`test-json\`: ${path} does not say how the tests ended: ${why}.`, {
    remedy:
      'Write it with `go test -json … > FILE`, one event on each line, as UTF-8 (in PowerShell 5: `… | Out-File -Encoding utf8 FILE`).',
  });
}
