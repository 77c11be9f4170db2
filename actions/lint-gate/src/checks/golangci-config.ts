import { basename, extname } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { type Problem, problem } from './answer.ts';

/** Every form of output; a configuration may send each to any file of the runner's user. */
export const FORMATS = [
  'text',
  'tab',
  'html',
  'checkstyle',
  'code-climate',
  'junit-xml',
  'teamcity',
  'sarif',
];

export type ConfigReading = {
  /** What the configuration leaves out of the analysis: the repository's choice, but never a silent one. */
  readonly notes: readonly string[];
  /** A key that no flag of ours overrules. */
  readonly refused?: Problem;
};

/**
 * What a configuration of golangci-lint says about the gate's own questions. Flags overrule all of it that this release knows
 * (see `golangciArgs`). A text that cannot be read says nothing here: the linter itself refuses it.
 */
export function readGolangciConfig(path: string, text: string): ConfigReading {
  const name = basename(path);
  const config = readTable(extname(path), text);
  const run = tableOf(config.run);
  const notes = [
    run.tests === false ? `${name} leaves test files out (\`run.tests: false\`).` : '',
    Array.isArray(run['build-tags']) && run['build-tags'].length > 0
      ? `${name} analyses with build tags of its own (\`run.build-tags\`: ${run['build-tags'].join(', ')}).`
      : '',
    typeof run.go === 'string' ? `${name} analyses as for Go ${run.go} (\`run.go\`).` : '',
    typeof run['modules-download-mode'] === 'string'
      ? `${name} loads modules with -mod=${run['modules-download-mode']} (\`run.modules-download-mode\`).`
      : '',
  ].filter(Boolean);
  const unknown = Object.entries(tableOf(tableOf(config.output).formats)).find(
    ([format, value]) => format !== 'json' && !FORMATS.includes(format) && tableOf(value).path !== undefined,
  )?.[0];
  if (unknown === undefined) return { notes };
  return {
    notes,
    refused: problem('config', {
      found: `${name} writes a file by \`output.formats.${unknown}.path\`, a form of output that this release does not know.`,
      remedy: 'Remove it; `json` and `sarif` of this step write the result.',
    }),
  };
}

type Table = Readonly<Record<string, unknown>>;

/** golangci-lint takes a file without an extension for YAML; JSON is YAML too. Keys are read without regard to case. */
function readTable(extension: string, text: string): Table {
  try {
    return tableOf(extension === '.toml' ? parseToml(text) : parseYaml(text, { merge: true }));
  } catch {
    return {}; // no YAML or TOML at all
  }
}

function tableOf(value: unknown): Table {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), entry]));
}
