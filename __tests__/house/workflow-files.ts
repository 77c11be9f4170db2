import { readdirSync, readFileSync } from 'node:fs';
import { inRoot } from '@go-actions/tools';
import { parse } from 'yaml';

export type Step = {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
};
export type Permissions = Readonly<Record<string, string>>;
export type Job = {
  readonly name?: string;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> };
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
  readonly 'cache-mode'?: string;
};
type Declared = {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, { value: string }>>;
};
export type Workflow = {
  readonly on: { readonly workflow_call?: Declared };
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
};
export type Manifest = Declared & {
  readonly runs: { readonly using: string; readonly steps?: readonly Step[] };
};

/** A YAML file of the repository: path from its root, text, and the parsed document. */
export type File<T> = { readonly path: string; readonly text: string; readonly document: T };

export function readYaml<T>(path: string): File<T> {
  const text = readFileSync(inRoot(path), 'utf8');
  return { path, text, document: parse(text) as T };
}

const listYaml = (folder: string) => readdirSync(inRoot(folder)).filter((name) => name.endsWith('.yml'));

/** The workflows of `.github/workflows`; `go-*.yml` are published, the others are our own. */
export const WORKFLOWS = listYaml('.github/workflows').map((name) =>
  readYaml<Workflow>(`.github/workflows/${name}`),
);
export const PUBLISHED = WORKFLOWS.filter(({ path }) => path.startsWith('.github/workflows/go-'));
export const EXAMPLES = listYaml('examples/workflows').map((name) =>
  readYaml<Workflow>(`examples/workflows/${name}`),
);
export const ROOT_ACTION = readYaml<Manifest>('action.yml');

/** Every place that names an action or workflow, with what it passes. */
export type Use = {
  readonly where: string;
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
};

export function listUses(path: string, jobs: Readonly<Record<string, Job>>): Use[] {
  return Object.entries(jobs).flatMap(([name, job]) =>
    [job, ...(job.steps ?? [])].flatMap((holder) =>
      holder.uses ? [{ where: `${path} ${name}`, uses: holder.uses, with: holder.with ?? {} }] : [],
    ),
  );
}

/** The steps of the root action, as if they were a job. */
export const ROOT_JOB: Readonly<Record<string, Job>> = {
  root: { steps: ROOT_ACTION.document.runs.steps ?? [] },
};

export const ALL_USES: readonly Use[] = [
  ...[...WORKFLOWS, ...EXAMPLES].flatMap(({ path, document }) => listUses(path, document.jobs)),
  ...listUses('action.yml', ROOT_JOB),
];

export function listNeeds(job: Job | undefined): readonly string[] {
  return typeof job?.needs === 'string' ? [job.needs] : (job?.needs ?? []);
}
