import { join, relative } from 'node:path';
import { readChangedFiles, readChangedLines, readGitBytes, withWorktree } from '@go-actions/git-history';
import { judgeGenerated } from '../checks/generate.ts';
import { parseGoFix } from '../checks/gofix.ts';
import { type Answer, crash, judgeEnding, problem } from '../outcome.ts';
import { type Desk, runTool } from './desk.ts';
import type { Surroundings, Workplace } from './modules.ts';

/** `go fix -diff`, which changes nothing; before Go 1.26 the command knows no diff. */
export async function checkFix(desk: Desk, place: Workplace, packages: readonly string[]): Promise<Answer> {
  if (place.go.major === 1 && place.go.minor < 26)
    return { skipped: `${place.go.text} has no \`go fix -diff\`` };
  const result = await runTool(desk, 'go', ['fix', '-diff', ...packages], { cwd: place.dir });
  const ended = judgeEnding('go fix', result);
  if (ended) return { findings: [], problem: ended };
  const findings = parseGoFix(result.stdout, result.stderr);
  if (result.code === 0 || findings.length > 0) return { findings };
  return { findings, problem: crash('go fix', result, result.stderr) };
}

/** Runs the generators in a scratch checkout of HEAD and reports what they change there; the work tree stays as it is. */
export async function checkGenerate(
  desk: Desk,
  around: Surroundings,
  place: Workplace,
  command: readonly string[],
): Promise<Answer> {
  const { repository, root } = around;
  const [program, ...args] = command;
  if (!repository || !program) {
    return {
      findings: [],
      problem: problem('config', {
        found: 'generate needs a git checkout to compare with.',
        remedy: 'Run actions/checkout before this step.',
      }),
    };
  }
  const head = (await repository.git(['rev-parse', '--verify', 'HEAD'])).stdout.trim();
  return withWorktree(repository, head, async (tree) => {
    const cwd = join(tree, relative(root, place.dir));
    const result = await runTool(desk, program, args, { cwd });
    const ended = judgeEnding(command.join(' '), result);
    if (ended) return { findings: [], problem: ended };
    if (result.code !== 0) {
      return {
        findings: [],
        problem: problem('crash', {
          found: `\`${command.join(' ')}\` exited with code ${result.code}.`,
          remedy: 'Install what it needs before this step, or correct `generate-command`:',
          output: result.stderr || result.stdout,
        }),
      };
    }
    const scratch = {
      root: tree,
      git: (argv: readonly string[], options = {}) => repository.git(['-C', tree, ...argv], options),
    };
    const untracked = await readGitBytes(scratch, ['ls-files', '--others', '--exclude-standard', '-z']);
    const regenerated = {
      files: await readChangedFiles(scratch, head),
      lines: await readChangedLines(scratch, head),
      untracked: untracked.toString('utf8').split('\0').filter(Boolean),
    };
    return { findings: judgeGenerated(regenerated, command.join(' '), (path) => join(root, path)) };
  });
}
