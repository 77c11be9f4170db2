import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import type { Answer, Problem } from './answer.ts';
import { problem } from './answer.ts';
import type { Check, Task } from './check.ts';
import { judgeEnding } from './ending.ts';
import { judgeGolangci } from './golangci-exit.ts';
import { ReportReader } from './golangci-report.ts';

export const golangci: Check = {
  speed: 'slow',
  about: 'golangci-lint v2',
  presets: ['standard', 'strict'],
  scope: 'packages',
  linter: 'golangci',
  hasOwnTags: namesBuildTags,
  run: checkGolangci,
};

/** Where golangci-lint looks for its configuration in a folder, in its order. */
export const CONFIG_NAMES = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'];

/** The configuration is verified beside the run: a run tolerates keys that it does not know. */
async function checkGolangci(task: Task): Promise<Answer> {
  const config = givenConfig(task);
  const effective = await effectiveConfig(task);
  const [refused, answer] = await Promise.all([
    effective ? verifyConfig(task, effective) : undefined,
    runGolangci(task, config),
  ]);
  return refused ? { findings: [], problem: refused } : answer;
}

function runGolangci(
  { settings, packages, linter, disk, exec }: Task,
  config: string | undefined,
): Promise<Answer> {
  return disk.withScratch(async (scratch) => {
    const json = join(scratch, 'golangci.json');
    const args = golangciArgs({ json, config, extra: settings.golangci.args, packages });
    const result = await exec(linter.path, args, {
      env: linter.env,
      // Nothing that matters is printed: the result is the file, and a flood must not be kept.
      onStdout: () => undefined,
      maxBytes: 1024 * 1024,
    });
    const reader = new ReportReader();
    const written = await disk.read(json, (chunk) => reader.push(chunk));
    const report = written ? (reader.end() ?? 'unreadable') : 'missing';
    return judgeGolangci({ ...result, truncated: false }, result.stderr, report);
  });
}

/** Arguments of one run: everything is asked for, as a file, with absolute names; what is new is decided here, not there. */
export function golangciArgs(options: {
  json: string;
  config?: string | undefined;
  extra: readonly string[];
  packages: readonly string[];
}): string[] {
  return [
    'run',
    ...(options.config ? [`--config=${options.config}`] : []),
    ...options.extra,
    `--output.json.path=${options.json}`,
    '--path-mode=abs',
    '--show-stats=false',
    '--max-issues-per-linter=0',
    '--max-same-issues=0',
    '--issues-exit-code=1',
    '--allow-parallel-runners',
    ...options.packages,
  ];
}

const givenConfig = ({ checkout, settings }: Task): string | undefined =>
  settings.golangci.config && resolve(checkout.dir, settings.golangci.config);

const effectiveConfig = async (task: Task): Promise<string | undefined> =>
  givenConfig(task) ?? task.disk.findUp(CONFIG_NAMES);

/** Whether golangci-lint is given build tags: by `--build-tags`, or by `run.build-tags` in a file of whichever format. */
async function namesBuildTags(task: Task): Promise<boolean> {
  const config = await effectiveConfig(task);
  const text = config && (await task.disk.readText(config));
  return [text, ...task.settings.golangci.args].some((part) => part?.includes('build-tags'));
}

/**
 * Why golangci-lint's own schema refuses a configuration, which a run would silently tolerate; `undefined` when it does not.
 * The answer depends on the linter's version and the file's bytes alone and costs as much as a quarter of a warm run: files
 * that were accepted are noted in the linter's cache.
 */
async function verifyConfig({ linter, disk, exec }: Task, config: string): Promise<Problem | undefined> {
  const { path, version, cache } = linter;
  const text = (await disk.readText(config)) ?? '';
  const digest = createHash('sha256').update(`${version}\n`).update(text).digest('hex');
  const note = cache && join(cache, 'go-actions', `accepted-${digest}`);
  if (note && disk.exists(note)) return undefined;
  const result = await exec(path, ['config', 'verify', `--config=${config}`], {
    cwd: dirname(config),
    background: true, // the linter itself runs beside it
  });
  if (result.code === 0) {
    if (note) await disk.leaveNote(note);
    return undefined;
  }
  const ended = judgeEnding('golangci-lint config verify', result);
  if (ended) return ended;
  return problem('config', {
    found: `golangci-lint refused ${basename(config)}.`,
    remedy: 'Correct what its schema says:',
    output: result.stderr.replace(/^The command is terminated.*$/m, ''),
  });
}
