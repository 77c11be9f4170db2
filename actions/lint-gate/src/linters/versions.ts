import type { GoModule } from '@go-actions/go-project';
import { parse as parseToml } from 'smol-toml';
import type { LinterName } from './linter.ts';

export type PinnedTool = { readonly name: string; readonly pkg: string; readonly version: string };

/** The linters that this release of the action takes when the repository asks for no other version. */
export const GOLANGCI: PinnedTool = {
  name: 'golangci-lint',
  pkg: 'github.com/golangci/golangci-lint/v2/cmd/golangci-lint',
  version: 'v2.15.0',
};
export const STATICCHECK: PinnedTool = {
  name: 'staticcheck',
  pkg: 'honnef.co/go/tools/cmd/staticcheck',
  version: 'v0.8.2',
};
export const GOVULNCHECK: PinnedTool = {
  name: 'govulncheck',
  pkg: 'golang.org/x/vuln/cmd/govulncheck',
  version: 'v1.7.0',
};

export const LINTERS: Readonly<Record<LinterName, PinnedTool>> = {
  staticcheck: STATICCHECK,
  golangci: GOLANGCI,
  govulncheck: GOVULNCHECK,
};

export type ChosenVersion = { readonly version: string; readonly from: string };

/** The version that a module's `tool` line pins for the program: that of the requirement which provides its package. */
export function versionOfTool(modules: readonly GoModule[], pkg: string): ChosenVersion | undefined {
  for (const { dir, goMod } of modules) {
    if (!goMod.tool.includes(pkg)) continue;
    const providers = goMod.require.filter(({ path }) => pkg === path || pkg.startsWith(`${path}/`));
    const provider = providers.sort((a, b) => b.path.length - a.path.length)[0];
    if (provider)
      return { version: provider.version, from: `the tool line of ${dir === '.' ? '' : `${dir}/`}go.mod` };
  }
  return undefined;
}

/** Files that name a golangci-lint version, in the order in which they are asked, with how to read them. */
export const VERSION_FILES: Readonly<Record<string, (text: string) => string | undefined>> = {
  '.golangci-lint-version': (text) => text.trim().split(/\s/)[0],
  '.tool-versions': (text) => /^golangci-lint[ \t]+(\S+)/m.exec(text)?.[1],
  'mise.toml': readMise,
};

/** mise names a tool as `golangci-lint`, or by where it comes from: `aqua:golangci/golangci-lint`. */
function readMise(text: string): string | undefined {
  const { tools } = parseToml(text) as { tools?: Record<string, unknown> };
  const [, tool] =
    Object.entries(tools ?? {}).find(([name]) => /^([\w-]+:)?([\w./-]*\/)?golangci-lint$/.test(name)) ?? [];
  const asked = Array.isArray(tool) ? tool[0] : tool;
  const version = typeof asked === 'object' && asked !== null && 'version' in asked ? asked.version : asked;
  return typeof version === 'string' ? version : undefined;
}

/** Normalises `2.13.1` or `v2.13.1`. Throws `expected …` for anything else: another major has other flags and other JSON. */
export function parseGolangciVersion(text: string): string {
  const match = /^v?(2\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(text);
  if (!match) throw new Error('expected "auto" or a full version of golangci-lint v2 such as "v2.13.1"');
  return `v${match[1]}`;
}

/** Chooses among what was found: the input, a tool line, a version file, else the default of this release. */
export function chooseGolangci(found: {
  input: string | undefined;
  tool: ChosenVersion | undefined;
  files: readonly { readonly file: string; readonly text: string }[];
}): ChosenVersion & { readonly ignored: readonly string[] } {
  if (found.input) return { version: found.input, from: 'golangci-version', ignored: [] };
  if (found.tool) return { ...found.tool, ignored: [] };
  const ignored: string[] = [];
  for (const { file, text } of found.files) {
    let asked: string | undefined;
    try {
      asked = VERSION_FILES[file]?.(text);
      if (!asked) continue;
      return { version: parseGolangciVersion(asked), from: file, ignored };
    } catch {
      const what = asked
        ? `asks for golangci-lint ${JSON.stringify(asked)}, which is not a full v2 version`
        : 'cannot be read';
      ignored.push(`${file} ${what}`);
    }
  }
  return { version: GOLANGCI.version, from: 'the default of this release', ignored };
}
