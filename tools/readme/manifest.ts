import { parse } from 'yaml';

export type Manifest = {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { description?: string; default?: string; required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { description?: string }>>;
  readonly runs: { readonly using: string; readonly main?: string; readonly post?: string };
};

/** An action.yml as data; defaults become text, as the runner passes them on. */
export function parseManifest(text: string): Manifest {
  const raw = parse(text) as Manifest & { inputs?: Manifest['inputs']; outputs?: Manifest['outputs'] };
  const inputs = Object.entries(raw.inputs ?? {}).map(([name, input]) => [
    name,
    input.default === undefined ? input : { ...input, default: String(input.default) },
  ]);
  return { ...raw, inputs: Object.fromEntries(inputs), outputs: raw.outputs ?? {} };
}
