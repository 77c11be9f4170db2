import { parseDocument } from 'yaml';

/** Gives inputs to every job of a caller's workflow that calls another workflow. */
export function withInputs(workflow: string, inputs: Readonly<Record<string, string>>): string {
  const document = parseDocument(workflow);
  for (const name of Object.keys((document.toJS() as Workflow).jobs)) {
    if (!document.hasIn(['jobs', name, 'uses'])) continue;
    for (const [input, value] of Object.entries(inputs)) document.setIn(['jobs', name, 'with', input], value);
  }
  return document.toString();
}

/** The keys of a workflow's jobs, in the order of the file. */
export function listJobs(workflow: string): string[] {
  return Object.keys((parseDocument(workflow).toJS() as Workflow).jobs);
}

type Workflow = { jobs: Record<string, unknown> };
