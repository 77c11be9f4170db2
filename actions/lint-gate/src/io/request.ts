import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ActionError } from '@go-actions/action-kit';
import { type Baseline, parseBaseline } from '../baseline.ts';
import type { Ignored, IgnoreNote } from '../checks/vuln.ts';
import type { Inputs } from '../inputs.ts';
import { assignPackages } from '../packages.ts';
import type { Surroundings } from './modules.ts';
import { readNamedFile } from './repository-files.ts';
import { readIgnored, type VulnSettings } from './vuln-check.ts';

export type Request = {
  readonly packages: ReadonlyMap<string, readonly string[]>;
  readonly baseline: Baseline;
  readonly vuln: Omit<VulnSettings, 'program'>;
  /** Sentences about the ignore file, once the checks have run. */
  readonly notes: () => string[];
};

/** Reads what the inputs name in the repository. Throws one ActionError with every complaint. */
export async function readRequest(inputs: Inputs, around: Surroundings): Promise<Request> {
  const complaints: string[] = [];
  const modules = around.workplaces.map(({ module }) => module);
  const { byModule, unknown } = assignPackages(
    inputs.packages.length > 0 ? inputs.packages : ['./...'],
    modules,
  );
  if (unknown.length > 0) {
    complaints.push(
      `\`packages\` names ${unknown.join(', ')}, in none of the modules ${modules.map(({ path }) => path).join(', ')}.`,
    );
  }
  const config = inputs.golangciConfig && resolve(around.dir, inputs.golangciConfig);
  if (
    config &&
    !(await stat(config).then(
      (stats) => stats.isFile(),
      () => false,
    ))
  ) {
    complaints.push(
      `\`golangci-config\` is "${inputs.golangciConfig}"; there is no such file in ${around.dir}.`,
    );
  }
  const baseline = await readBaseline(inputs, around.dir, complaints);
  const ignored = await readIgnoreFile(inputs, around.dir, complaints);
  if (complaints.length > 0) throw new ActionError(complaints.join('\n'));

  const states = new Map<Ignored, Set<IgnoreNote['state']>>();
  const vuln = {
    database: inputs.vulnDb,
    level: inputs.vulnLevel,
    ignored,
    today: new Date().toISOString().slice(0, 10),
    onNotes: (notes: readonly IgnoreNote[]) => {
      for (const { entry, state } of notes) states.set(entry, (states.get(entry) ?? new Set()).add(state));
    },
  };
  return {
    packages: byModule,
    baseline,
    vuln,
    notes: () => [...states].flatMap(([entry, seen]) => describeIgnored(entry, seen)),
  };
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
  { baseline, updateBaseline }: Inputs,
  dir: string,
  complaints: string[],
): Promise<Baseline> {
  if (!baseline) {
    if (updateBaseline)
      complaints.push('`update-baseline` is "true"; it needs the file that `baseline` names.');
    return [];
  }
  try {
    const text = await readNamedFile(dir, baseline);
    if (text !== undefined) return parseBaseline(text);
    if (!updateBaseline)
      complaints.push(
        `\`baseline\` is "${baseline}"; there is no such file. Set \`update-baseline\` once to make it.`,
      );
  } catch (error) {
    complaints.push(
      `\`baseline\` is "${baseline}"; it cannot be read: ${(error as Error).message}. It was left as it is.`,
    );
  }
  return [];
}

async function readIgnoreFile({ vulnIgnore }: Inputs, dir: string, complaints: string[]): Promise<Ignored[]> {
  if (!vulnIgnore) return [];
  try {
    return await readIgnored(dir, vulnIgnore);
  } catch (error) {
    complaints.push(`\`vuln-ignore\` is "${vulnIgnore}"; ${(error as Error).message.split('\n')[0]}.`);
    return [];
  }
}
