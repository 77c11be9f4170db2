import type { Facts, WorkflowFacts } from './facts.ts';

/** A workflow to write, and one line for each choice in it. */
export type PlannedFile = {
  readonly path: string;
  readonly text: string;
  readonly reasons: readonly string[];
};

/** An input with its value, and why it is that. */
export type Choice = { readonly input: string; readonly value: string; readonly reason: string };

/** The folder of one service in a larger repository; nothing for a repository's own root. */
export function chooseFolder({ workingDirectory }: Facts): Choice[] {
  if (workingDirectory === '.') return [];
  return [{ input: 'working-directory', value: workingDirectory, reason: 'the folder that you named' }];
}

/** The `with:` of a job, each value with its reason; nothing where nothing is chosen. */
export function renderWith(choices: readonly Choice[]): string {
  if (choices.length === 0) return '';
  const lines = choices.map(({ input, value, reason }) => `      ${input}: ${quoted(value)} # ${reason}\n`);
  return `    with:\n${lines.join('')}`;
}

/** A YAML scalar that stays the string that it is. */
export function quoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}

/**
 * The first of the names that is free or already calls our workflow: somebody's own workflow is never written over, whatever
 * its name.
 */
export function freePath({ workflows, suite }: Facts, names: readonly string[], workflow: string): string {
  const paths = names.map((name) => `.github/workflows/${name}.yml`);
  const ours = workflows.find(({ uses }) => uses.includes(`${suite}/.github/workflows/${workflow}`));
  if (ours) return ours.path;
  const taken = new Set(workflows.map(({ path }) => path));
  for (let count = 2; ; count++) {
    const free = paths.find((path) => !taken.has(path));
    if (free) return free;
    paths.push(`.github/workflows/${names[0]}-${count}.yml`);
  }
}

/** The workflows that call one of these actions; ours are not among them. */
export function listPeers(
  { workflows, suite }: Facts,
  peers: RegExp,
): (WorkflowFacts & { peers: string[] })[] {
  return workflows
    .filter(({ uses }) => !uses.some((name) => name.startsWith(`${suite}/`)))
    .map((workflow) => ({
      ...workflow,
      peers: [...new Set(workflow.uses.filter((name) => peers.test(name)))],
    }))
    .filter((workflow) => workflow.peers.length > 0);
}
