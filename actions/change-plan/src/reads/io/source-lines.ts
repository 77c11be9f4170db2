import { ActionError, describeExit } from '@go-actions/action-kit';
import { decodePath, type Repository } from '@go-actions/git-history';
import { HINTS, type SourceLine } from '../readers.ts';

const LIMIT = 64 * 1024 * 1024;

/** The lines of tracked Go files that hold one of the hints, by `git grep` over the work tree. */
export async function readSourceLines(repo: Repository): Promise<SourceLine[]> {
  const patterns = HINTS.flatMap((hint) => ['-e', hint]);
  const chunks: Buffer[] = [];
  let size = 0;
  const result = await repo.git(
    ['grep', '-I', '-z', '--no-color', '--full-name', '-F', ...patterns, '--', '*.go'],
    {
      onStdout: (chunk) => {
        size += chunk.length;
        if (size <= LIMIT) chunks.push(chunk);
      },
    },
  );
  // Exit code 1 says that nothing matched.
  if (result.code !== 0 && result.code !== 1) throw new ActionError(`\`git grep\` ${describeExit(result)}`);
  if (size > LIMIT) throw new ActionError(`\`git grep\` printed more than ${LIMIT} bytes`);
  return parseLines(Buffer.concat(chunks));
}

/** `name NUL line LF`, again and again: a line ends at the first line break, a name, which may hold some, at its NUL. */
function parseLines(bytes: Buffer): SourceLine[] {
  const lines: SourceLine[] = [];
  for (let at = 0; at < bytes.length; ) {
    const nul = bytes.indexOf(0, at);
    const end = bytes.indexOf(10, nul);
    if (nul < 0 || end < 0) throw new ActionError('`git grep` ended in the middle of a line');
    const [file, text] = [bytes.subarray(at, nul), bytes.subarray(nul + 1, end)].map(decodePath);
    lines.push({ file: file ?? '', text: text ?? '' });
    at = end + 1;
  }
  return lines;
}
