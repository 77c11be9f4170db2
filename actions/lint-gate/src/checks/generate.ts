import type { Answer, RawFinding } from './answer.ts';
import { noResult } from './answer.ts';
import type { Check, Task, TreeChanges } from './check.ts';
import { judgeEnding } from './ending.ts';

export const generate: Check = {
  speed: 'slow',
  about: 'go generate would change nothing',
  presets: ['strict'],
  scope: 'module',
  run: checkGenerate,
};

/** Runs the generators in a scratch checkout of HEAD and reports what they change there; the work tree stays as it is. */
async function checkGenerate({ module, checkout, settings, disk, exec }: Task): Promise<Answer> {
  if (module.goFiles.length === 0) return { skipped: 'no Go files' };
  const [program = '', ...args] = settings.generateCommand;
  const command = settings.generateCommand.join(' ');
  const answer = await disk.withHead(async (cwd, changes): Promise<Answer> => {
    const result = await exec(program, args, { cwd });
    const ended = judgeEnding(command, result);
    if (ended) return { findings: [], problem: ended };
    if (result.code !== 0) {
      return noResult('crash', {
        found: `\`${command}\` exited with code ${result.code}.`,
        remedy: 'Install what it needs before this step, or correct `generate-command`:',
        output: result.stderr || result.stdout,
      });
    }
    return { findings: judgeGenerated(await changes(), command, (path) => `${checkout.root}/${path}`) };
  });
  return (
    answer ??
    noResult('config', {
      found: 'generate needs a git checkout to compare with.',
      remedy: 'Run actions/checkout before this step.',
    })
  );
}

/** One finding for each file that generating changes, adds or removes; `locate` gives its name in the work tree. */
export function judgeGenerated(
  { files, lines, untracked }: TreeChanges,
  command: string,
  locate: (path: string) => string,
): RawFinding[] {
  const run = `run \`${command}\` and commit the result`;
  const changed = files.map(({ path, status }): RawFinding => {
    const gone = status === 'deleted';
    const line = gone ? undefined : lines.get(path)?.[0]?.start;
    const what = gone ? `${path} is removed by generating` : `${path} is not what generating gives`;
    return { file: gone ? undefined : locate(path), line, rule: 'generate', message: `${what}; ${run}.` };
  });
  const added = untracked.map((path): RawFinding => {
    return { rule: 'generate', message: `Generating adds ${path}, which is not committed; ${run}.` };
  });
  return [...changed, ...added];
}
