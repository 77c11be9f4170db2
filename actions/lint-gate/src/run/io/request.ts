import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { assignPatterns } from '@go-actions/go-project';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import type { CheckSettings } from '../../checks/check.ts';
import type { Levels } from '../../checks/index.ts';
import { type Ignored, type IgnoreNote, parseIgnored } from '../../checks/vuln-report.ts';
import { type Baseline, parseBaseline } from '../../findings/baseline.ts';
import type { BaselineInputs, CheckInputs, Inputs } from '../../inputs.ts';
import type { Checkout } from '../module.ts';
import { type Places, readNamedFile } from './repository-files.ts';

export type Request = {
  readonly packages: ReadonlyMap<string, readonly string[]>;
  readonly baseline: Baseline;
  readonly settings: CheckSettings;
  /** Sentences about the ignore file, once the checks have run. */
  readonly notes: () => string[];
};

/** Reads what the inputs name in the repository. Throws one ActionError with every complaint. */
export async function readRequest(
  { selection, checks, baseline }: Pick<Inputs, 'selection' | 'checks' | 'baseline'>,
  levels: Levels,
  checkout: Checkout,
  places: Places,
): Promise<Request> {
  const complaints: string[] = [];
  const modules = checkout.modules.map(({ declared }) => declared);
  const { byModule, unknown } = assignPatterns(
    selection.packages.length > 0 ? selection.packages : ['./...'],
    modules,
    checkout.dir,
  );
  // Without a module that loads, what is wrong with each is said instead.
  if (unknown.length > 0 && modules.length > 0) {
    complaints.push(
      `\`packages\` names ${unknown.join(', ')}, in none of the modules ${modules.map(({ path }) => path).join(', ')}.`,
    );
  }
  await checkConfig(checks, checkout.dir, complaints);
  const accepted = await readBaseline(baseline, places, complaints);
  const ignored = await readIgnoreFile(checks, places, complaints);
  if (complaints.length > 0) throw new ActionError(complaints.join('\n'));

  const states = new Map<Ignored, Set<IgnoreNote['state']>>();
  const settings: CheckSettings = {
    golangci: {
      config: checks.golangciConfig,
      args: checks.golangciArgs,
      plugins: checks.golangciPlugins === 'auto',
    },
    replaceAllowed: checks.replaceAllow.length > 0 ? picomatch([...checks.replaceAllow]) : () => false,
    vuln: {
      database: checks.vulnDb,
      level: checks.vulnLevel,
      ignored,
      today: new Date().toISOString().slice(0, 10),
      onNotes: (notes) => {
        for (const { entry, state } of notes) states.set(entry, (states.get(entry) ?? new Set()).add(state));
      },
    },
    generate: {
      command: checks.generateCommand,
      missing: levels.generate === 'warn' || checks.onMissingGenerator === 'pass' ? 'note' : 'problem',
    },
  };
  const notes = () => [...states].flatMap(([entry, seen]) => describeIgnored(entry, seen));
  return { packages: byModule, baseline: accepted, settings, notes };
}

async function checkConfig(
  { golangciConfig }: CheckInputs,
  dir: string,
  complaints: string[],
): Promise<void> {
  if (!golangciConfig) return;
  const found = await stat(resolve(dir, golangciConfig)).catch(() => undefined); // said below
  if (found?.isFile()) return;
  complaints.push(
    `\`golangci-config\` is "${golangciConfig}"; there is no such file in \`working-directory\`.`,
  );
}

function describeIgnored(
  { id, reason, expires }: Ignored,
  states: ReadonlySet<IgnoreNote['state']>,
): string[] {
  if (states.has('expired')) return [`vuln-ignore: ${id} counts again since ${expires} (${reason}).`];
  if (states.has('applied')) return [`vuln-ignore: ${id} is ignored until ${expires} (${reason}).`];
  return [`vuln-ignore: nothing is known by ${id} any more; its entry can be deleted.`];
}

async function readBaseline(
  { file, update }: BaselineInputs,
  places: Places,
  complaints: string[],
): Promise<Baseline> {
  if (!file) {
    if (update) complaints.push('`update-baseline` is "true"; it needs the file that `baseline` names.');
    return [];
  }
  try {
    const text = await readNamedFile(places, file);
    if (text !== undefined) return parseBaseline(text);
    if (!update)
      complaints.push(
        `\`baseline\` is "${file}"; there is no such file. Set \`update-baseline\` once to make it.`,
      );
  } catch (error) {
    complaints.push(
      `\`baseline\` is "${file}"; it cannot be read: ${(error as Error).message.replace(/\.$/, '')}. It was left as it is.`,
    );
  }
  return [];
}

async function readIgnoreFile(
  { vulnIgnore }: CheckInputs,
  places: Places,
  complaints: string[],
): Promise<Ignored[]> {
  if (!vulnIgnore) return [];
  try {
    const text = await readNamedFile(places, vulnIgnore);
    if (text === undefined) throw new Error('there is no such file');
    return parseIgnored(parse(text));
  } catch (error) {
    complaints.push(`\`vuln-ignore\` is "${vulnIgnore}"; ${(error as Error).message.split('\n')[0]}.`);
    return [];
  }
}
