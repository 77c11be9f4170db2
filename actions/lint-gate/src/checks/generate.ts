import { counted } from '@go-actions/action-kit';
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
async function checkGenerate(task: Task): Promise<Answer> {
  const { module, checkout, settings, disk, exec } = task;
  if (module.goFiles.length === 0) return { skipped: 'no Go files' };
  const [program = '', ...args] = settings.generate.command;
  const command = settings.generate.command.join(' ');
  const locate = (path: string) => `${checkout.root}/${path}`;
  const answer = await disk.withHead(async ({ dir: cwd, root }, changes): Promise<Answer> => {
    // Scripts that find the repository by this name are to find the scratch one.
    const result = await exec(program, args, { cwd, env: { GITHUB_WORKSPACE: root, PWD: cwd } });
    const ended = judgeEnding(command, result);
    if (ended) return { findings: [], problem: ended };
    if (result.code === 0) return judgeChanges(await changes(), command, locate);
    const output = (result.stderr.trim() || result.stdout).replaceAll(cwd, module.name);
    const missing = findMissing(output);
    if (missing.length > 0) return withoutGenerators(missing, task);
    return noResult('crash', {
      found: `\`${command}\` exited with code ${result.code}.`,
      remedy: 'Install what it needs before this step, or correct `generate-command`:',
      output,
    });
  });
  return (
    answer ??
    noResult('config', {
      found: 'generate needs a git checkout to compare with.',
      remedy: 'Run actions/checkout before this step.',
    })
  );
}

/** A generator that writes elsewhere proves nothing of the scratch checkout. */
function judgeChanges(changes: TreeChanges, command: string, locate: (path: string) => string): Answer {
  const [first, ...more] = changes.outside;
  if (first === undefined) return { findings: judgeGenerated(changes, command, locate) };
  const others = more.length > 0 ? ` and ${counted(more.length, 'other file')}` : '';
  return noResult('crash', {
    found: `\`${command}\` wrote ${first}${others} in the checkout itself, so that nothing is known of what is committed.`,
    remedy: 'Let generators write relative to their folder, or below GITHUB_WORKSPACE.',
  });
}

/** Whether generated files are current is then not known, which is something else than stale. */
function withoutGenerators(missing: readonly string[], { module, settings }: Task): Answer {
  const names = missing.map((name) => `\`${name}\``).join(', ');
  const found = `${names} ${missing.length > 1 ? 'are' : 'is'} not installed: whether the generated files of ${module.name} are current is not known.`;
  const remedy =
    'Name the generator in `tools` of setup-go-cache, or pin it with `go get -tool` and call it by `go tool`.';
  if (settings.generate.missing === 'problem') return noResult('install', { found, remedy });
  return { skipped: 'a generator is not installed', notes: [`${found} ${remedy}`] };
}

/** `go generate` names the directive that failed: `FILE:LINE: running "NAME": WHY`. */
const FAILED = /^\S.*:\d+: running "((?:[^"\\]|\\.)*)": (.*)$/;

/**
 * The generators that are not installed; empty when anything else failed as well. A command that is not found is said by the
 * go command, by `go tool`, or by a shell, which exits with 127 then.
 */
export function findMissing(output: string): string[] {
  const lines = output.split(/\r?\n/);
  const failures = lines.map((line) => FAILED.exec(line)).filter((match) => match !== null);
  const missing = failures.map(([line, name = '', why = '']) => {
    const absent = /^exec: "([^"]+)": executable file not found in/.exec(why)?.[1];
    if (absent !== undefined) return absent;
    const before = lines.slice(0, lines.indexOf(line)).reverse();
    if (name === 'go') return matchFirst(before.slice(0, 3), /go: no such tool "([^"]+)"/);
    if (why === 'exit status 127')
      return matchFirst(before.slice(0, 3), /([\w./-]+): (?:command )?not found/);
    return undefined;
  });
  return missing.includes(undefined) ? [] : [...new Set(missing)].filter((name) => name !== undefined);
}

const matchFirst = (lines: readonly string[], pattern: RegExp): string | undefined =>
  lines.map((line) => pattern.exec(line)?.[1]).find((name) => name !== undefined);

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
