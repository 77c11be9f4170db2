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
  return Buffer.concat(chunks)
    .toString('latin1')
    .split('\n')
    .filter((line) => line.includes('\0'))
    .map((line) => {
      const [file = '', text = ''] = line
        .split('\0', 2)
        .map((part) => decodePath(Buffer.from(part, 'latin1')));
      return { file, text };
    });
}
