import { parse } from 'yaml';

/** What `Chart.yaml` says of a chart, as far as it is used here; the rest goes into the index as it is. */
export type ChartFile = {
  readonly name: string;
  readonly document: Readonly<Record<string, unknown>>;
};

/** Throws `expected …` for what helm would not take, or could read as another name. */
export function parseChartFile(text: string): ChartFile {
  const document = readYaml(text) as Record<string, unknown> | null;
  const name = document?.name;
  if (typeof name !== 'string' || !/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(name))
    throw new Error('expected a `name` of lower-case letters, digits and dashes');
  return { name, document: document ?? {} };
}

/** An environment: the values files that lie over each other, the last on top. */
export type Environment = { readonly name: string; readonly values: readonly string[] };

/** The first file lies below every other, and is judged alone when it is the only one. */
export function listEnvironments(files: readonly string[]): Environment[] {
  const [base, ...layers] = files;
  if (base === undefined) return [{ name: 'default values', values: [] }];
  if (layers.length === 0) return [{ name: base, values: [base] }];
  return layers.map((layer) => ({ name: layer, values: [base, layer] }));
}

/** `+` is no character of a tag; helm writes `_` (helm/helm#10166). */
export const tagOf = (version: string): string => version.replaceAll('+', '_');

function readYaml(text: string): unknown {
  try {
    return parse(text); // at most 100 aliases
  } catch {
    throw new Error('expected YAML');
  }
}

/** What lies in `charts/` and is not what Chart.yaml asks for, of `helm dependency list`; what is missing helm says itself. */
export function parseDependencies(table: string): string[] {
  const rows = table.split('\n').map((line) => line.split('\t').map((cell) => cell.trim()));
  return rows.flatMap(([name, version, , status]) =>
    name === undefined || status === undefined || /^(STATUS|ok|unpacked|missing)$/.test(status)
      ? []
      : [`dependency ${name} ${version}: ${status} in charts/`],
  );
}

/** What `helm lint --strict` says, less the names: a list has none, and of resources they are judged apart. */
export function parseLint(output: string): string[] {
  const lines = output.split('\n').filter((line) => /^\[(WARNING|ERROR)\]/.test(line));
  return lines.filter((line) => !/object name does not conform .*: "": metadata\.name/.test(line));
}
