import {
  formatTarget,
  type GoModule,
  moduleOfImport,
  type Target,
  variantSetting,
} from '@go-actions/go-project';
import { CHECKS } from './checks.ts';
import type { PackageNode } from './graph/graph.ts';
import type { Plan } from './plan.ts';
import { planShards, type Shard, weigh } from './shards.ts';

/**
 * A list of packages becomes the input of another action, which is an environment variable: Windows takes 32,766 characters in
 * one (actions/runner, Handlers/Handler.cs), Linux 128 KiB (MAX_ARG_STRLEN). Longer lists are given as `./...`: too much, never
 * too little; the file has them all.
 */
const LIST_LIMIT = 30_000;
const PATHS_LIMIT = 100_000;
/** All outputs of a job may have 1 MB; a workflow hands the matrix on as one of several. */
const MATRIX_LIMIT = 500_000;
const ALL = './...';

export type OutputOptions = {
  readonly maxShards: number;
  /** Seconds of tests by import path, as far as earlier runs recorded them. */
  readonly durations: ReadonlyMap<string, number>;
  readonly targets: readonly Target[];
  readonly modules: readonly GoModule[];
  /** All packages that could be selected; `undefined` when they could not be listed. */
  readonly listed: readonly PackageNode[] | undefined;
  readonly base: string | undefined;
  readonly changed: readonly string[] | undefined;
  readonly packagesFile: string;
  /** Tells this run of the plan from others in the same workflow run: a workflow that is called twice names its artifacts by it. */
  readonly call: string;
};

/** The step's outputs; lists that hold paths of others are JSON, so that no name can break out of its line. */
export function renderOutputs(plan: Plan, options: OutputOptions): Record<string, unknown> {
  const ordered = new Set(plan.checks);
  const selected = plan.packages ?? options.listed;
  return {
    mode: plan.mode,
    reason: plan.reason,
    modules: modulesOf(plan, options).join(' '),
    packages: plan.packages ? bounded(plan.packages.map((node) => node.path).join(' ')) : ALL,
    'packages-file': options.packagesFile,
    mains: bounded((plan.mains ?? []).map((node) => node.path).join(' '), ''),
    checks: plan.checks,
    ...Object.fromEntries(CHECKS.map((check) => [`run-${check}`, ordered.has(check)])),
    shards: ordered.has('unit') ? shardsOf(plan, selected, options) : [],
    targets: ordered.has('build') ? options.targets.map(describeTarget) : [],
    base: options.base,
    'changed-files': bounded(JSON.stringify(options.changed ?? []), '', PATHS_LIMIT),
    call: options.call,
  };
}

/**
 * The outputs that hold a line of a secret: GitHub masks every line of one, and a job does not hand on an output that holds a
 * mask (actions/runner, JobExtension.cs).
 */
export function maskedOutputs(
  outputs: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): string[] {
  const lines = secrets.flatMap((secret) => secret.split(/\r?\n/)).filter((line) => line.trim() !== '');
  return Object.entries(outputs)
    .filter(([, value]) => {
      const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
      return lines.some((line) => text.includes(line));
    })
    .map(([name]) => name);
}

/** The text of the packages file: every selected import path, one a line, whatever the limits of outputs. */
export function renderPackagesFile(plan: Plan, listed: readonly PackageNode[] | undefined): string {
  const selected = plan.packages ?? listed;
  return selected ? selected.map((node) => `${node.path}\n`).join('') : `${ALL}\n`;
}

function shardsOf(
  plan: Plan,
  selected: readonly PackageNode[] | undefined,
  { maxShards, durations }: Pick<OutputOptions, 'maxShards' | 'durations'>,
): Shard[] {
  const whole: Shard[] = [{ name: '1/1', index: 1, packages: ALL }];
  if (!selected || selected.length === 0 || (maxShards === 1 && plan.packages === undefined)) return whole;
  const shards = planShards(weigh(selected, durations), maxShards);
  const fits = shards.every((shard) => shard.packages.length <= LIST_LIMIT);
  return fits && JSON.stringify(shards).length <= MATRIX_LIMIT ? shards : whole;
}

function modulesOf(plan: Plan, { modules, listed }: OutputOptions): string[] {
  const selected = plan.packages ?? listed;
  if (!selected) return modules.map(({ dir }) => dir);
  const dirs = new Set(selected.map((node) => moduleOfImport(modules, node.path)?.dir));
  return modules.map(({ dir }) => dir).filter((dir) => dirs.has(dir));
}

/** One entry of the build matrix; the variant's variable has its name from `go help environment`, in lower case. */
function describeTarget(target: Target): Record<string, string> {
  const { goos, goarch } = target;
  const setting = variantSetting(target);
  return {
    target: formatTarget(target),
    goos,
    goarch,
    ...(setting && { [setting.variable.toLowerCase()]: setting.value }),
  };
}

function bounded(list: string, otherwise = ALL, limit = LIST_LIMIT): string {
  return Buffer.byteLength(list) <= limit ? list : otherwise;
}
