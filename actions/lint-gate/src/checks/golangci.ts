import { basename, dirname, join, resolve } from 'node:path';
import { digest } from '@go-actions/action-kit';
import type { Answer, Problem } from './answer.ts';
import { problem } from './answer.ts';
import type { Check, Task } from './check.ts';
import { judgeEnding } from './ending.ts';
import { FORMATS, readGolangciConfig } from './golangci-config.ts';
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

/** Where golangci-lint looks for its configuration in a folder, in its order (spf13/viper, `SupportedExts`). */
export const CONFIG_NAMES = ['.golangci.json', '.golangci.toml', '.golangci.yaml', '.golangci.yml'];

/** The configuration is verified beside the run: a run tolerates keys that it does not know. */
async function checkGolangci(task: Task): Promise<Answer> {
  const config = await effectiveConfig(task);
  const reading = readGolangciConfig(config ?? '', (config && (await task.disk.readText(config))) ?? '');
  if (reading.refused) return { findings: [], problem: reading.refused };
  const program = await withPlugins(task);
  if (typeof program !== 'string') return { findings: [], problem: program };
  const [refused, answer] = await Promise.all([
    config ? verifyConfig(task, config) : undefined,
    runGolangci(task, program, config),
  ]);
  // The linter's own refusal says more than its schema.
  if (refused && !('problem' in answer && answer.problem?.kind === 'config')) {
    return { findings: [], problem: refused };
  }
  return { ...answer, notes: [...reading.notes, ...(answer.notes ?? [])] };
}

function runGolangci(
  { settings, packages, listed, tags, linter, disk, exec }: Task,
  program: string,
  config: string | undefined,
): Promise<Answer> {
  return disk.withScratch(async (scratch) => {
    const json = join(scratch, 'golangci.json');
    const args = golangciArgs({ json, config, extra: settings.golangci.args, tags, packages });
    const result = await exec(program, args, {
      env: { ...linter.env, ...UNSET },
      // Nothing that matters is printed: the result is the file, and a flood must not be kept.
      onStdout: () => undefined,
      maxBytes: 1024 * 1024,
    });
    const reader = new ReportReader();
    const written = await disk.read(json, (chunk) => reader.push(chunk));
    const report = written ? (reader.end() ?? 'unreadable') : 'missing';
    // Its own build tags may find files where the go command's defaults find none.
    if (result.code === NO_FILES && listed.length === 0) return { skipped: 'no package' };
    return judgeGolangci({ ...result, truncated: false }, result.stderr, report);
  });
}

/** What golangci-lint builds itself from, with plugins in it (https://golangci-lint.run/docs/plugins/module-plugins). */
const PLUGIN_NAMES = ['.custom-gcl.yml', '.custom-gcl.yaml', '.custom-gcl.json'];

/** The program to run: the linter, or the one that it builds with the plugins that the repository names. */
async function withPlugins({ settings, linter, disk, exec }: Task): Promise<string | Problem> {
  const file = settings.golangci.plugins && (await disk.findUp(PLUGIN_NAMES));
  if (!file) return linter.path;
  const text = (await disk.readText(file)) ?? '';
  const built = await linter.build(digest(text, 16), async (into) => {
    const flags = [
      `--version=${linter.version}`,
      `--name=${basename(into)}`,
      `--destination=${dirname(into)}`,
    ];
    const result = await exec(linter.path, ['custom', ...flags], { cwd: dirname(file) });
    return result.code === 0 && disk.exists(into) ? undefined : result.stderr.trim() || result.stdout.trim();
  });
  if ('path' in built) return built.path;
  return problem('install', {
    found: `golangci-lint could not be built with the plugins of ${basename(file)}.`,
    remedy: 'Correct what its last lines say, or set `golangci-plugins` to "off":',
    output: built.problem,
  });
}

/** https://github.com/golangci/golangci-lint/blob/main/pkg/exitcodes/exitcodes.go */
const NO_FILES = 5;

/** Variables with which golangci-lint leaves findings out, skips its own checks or floods its log. */
const UNSET = {
  GOLANGCI_DIFF_PROCESSOR_PATCH: undefined,
  GL_TEST_RUN: undefined,
  FAIL_ON_WARNINGS: undefined,
  GL_DEBUG: undefined,
  LOG_LEVEL: undefined,
} as const;

/**
 * Arguments of one run. Flags win over the configuration, and the last one of a kind wins: what is asked for is everything,
 * as one file, with absolute names; nothing is repaired, and what is new is decided here. Without a configuration of the
 * repository none is taken: golangci-lint itself would go on looking above the checkout and in the home folder.
 */
export function golangciArgs(options: {
  json: string;
  config?: string | undefined;
  extra: readonly string[];
  tags?: readonly string[];
  packages: readonly string[];
}): string[] {
  const { json, config, extra, tags = [], packages } = options;
  return [
    'run',
    '--timeout=0s', // `timeout` of the step holds
    ...(namesConfig(extra) ? [] : [config ? `--config=${config}` : '--no-config']),
    ...extra,
    // Added to those of the configuration.
    ...(tags.length > 0 ? [`--build-tags=${tags.join(',')}`] : []),
    `--output.json.path=${json}`,
    ...FORMATS.map((format) => `--output.${format}.path=`),
    '--path-mode=abs',
    '--path-prefix=',
    '--show-stats=false',
    '--max-issues-per-linter=0',
    '--max-same-issues=0',
    '--issues-exit-code=1',
    '--fix=false',
    '--new=false',
    '--new-from-rev=',
    '--new-from-patch=',
    '--new-from-merge-base=',
    '--whole-files=false',
    '--allow-parallel-runners',
    ...packages,
  ];
}

const CONFIG_FLAG = /^(?:--config|-c)(?:=(.*)|$)/;

const namesConfig = (args: readonly string[]): boolean =>
  args.some((arg) => CONFIG_FLAG.test(arg) || /^--no-config(=|$)/.test(arg));

/** The configuration that a run takes: that of an argument, that of the input, or the nearest one of the repository. */
async function effectiveConfig({ module, checkout, settings, disk }: Task): Promise<string | undefined> {
  const { config, args } = settings.golangci;
  if (namesConfig(args)) {
    const at = args.findIndex((arg) => CONFIG_FLAG.test(arg));
    const named = CONFIG_FLAG.exec(args[at] ?? '')?.[1] ?? args[at + 1];
    return at < 0 || !named ? undefined : resolve(module.dir, named);
  }
  return config ? resolve(checkout.dir, config) : disk.findUp(CONFIG_NAMES);
}

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
  const note = cache && join(cache, 'go-actions', `accepted-${digest(`${version}\n${text}`)}`);
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
    output: result.stderr.replace(/^The command is terminated due to an error: /m, ''),
  });
}
