import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, listActions } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Manifest, readYaml, type Workflow } from './workflow-files.ts';

const DOCUMENTS = [
  ...[
    'README.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    '__tests__/README.md',
    ...(await listActions()).map((name) => `actions/${name}/README.md`),
  ],
  ...readdirSync(inRoot('docs')).map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md') && existsSync(inRoot(path)));

type Block = { readonly path: string; readonly line: number; readonly text: string };

const BLOCKS = DOCUMENTS.flatMap(listYamlBlocks);

describe('a YAML example in the documentation', () => {
  it.each(BLOCKS)('says what works: $path:$line', ({ text }) => {
    for (const { uses, ...step } of listOurUses(parse(text))) {
      const [, path = ''] =
        /^OWNER\/go-actions(\/[^@]+)?@v1$/.exec(uses) ??
        expect.fail(`${uses}: expected OWNER/go-actions/…@v1`);
      const file = path.endsWith('.yml') ? path.slice(1) : `${path.slice(1)}/action.yml`.replace(/^\//, '');
      expect({ uses, exists: existsSync(inRoot(file)) }).toEqual({ uses, exists: true });
      const { document } = readYaml<Manifest & Workflow>(file);
      const { inputs = {}, secrets = {} } = (document.on?.workflow_call ?? document) as Declared;
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
      expect(Object.keys(secrets)).toEqual(expect.arrayContaining(Object.keys(step.secrets ?? {})));
    }
  });
});

describe('a link in the documentation', () => {
  it.each(DOCUMENTS)('leads to a file that exists: %s', (path) => {
    const text = readFileSync(inRoot(path), 'utf8').replace(/^ *```[\s\S]*?^ *```$/gm, '');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    const missing = links.filter((link) => !existsSync(join(dirname(inRoot(path)), link)));
    expect(missing).toEqual([]);
  });
});

describe('a command in the documentation', () => {
  const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const files = (folder: string) =>
    readdirSync(inRoot(folder)).flatMap((file) => /^(.*)\.ts$/.exec(file)?.[1] ?? []);
  const parts: Record<string, string[]> = {
    bench: [...files('bench'), 'tables'],
    prove: files('tools/prove'),
  };
  it.each(DOCUMENTS)('exists: %s', (path) => {
    const text = readFileSync(inRoot(path), 'utf8');
    const unknown = [...text.matchAll(/npm (?:run )?([a-z]+)(?: -- ([a-z][a-z-]*))?/g)]
      .filter(([command, script = '', part]) => {
        if (!/^npm (run|test|ci)/.test(command)) return true;
        if (script === 'ci' || script === 'install') return false;
        return !scripts[script] || (part && parts[script] && !parts[script].includes(part));
      })
      .map(([command]) => command);
    expect(unknown).toEqual([]);
  });
});

type Declared = { inputs?: Record<string, unknown>; secrets?: Record<string, unknown> };
type Use = { uses: string; with?: Record<string, unknown>; secrets?: Record<string, unknown> };

function listYamlBlocks(path: string): Block[] {
  const text = readFileSync(inRoot(path), 'utf8');
  return [...text.matchAll(/^( *)```ya?ml\n([\s\S]*?)^\1```$/gm)].map((match) => ({
    path,
    line: text.slice(0, match.index).split('\n').length,
    text: (match[2] ?? '').replaceAll(new RegExp(`^${match[1]}`, 'gm'), ''),
  }));
}

/** Every map anywhere in a fragment that uses something of ours. */
function listOurUses(node: unknown): Use[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'uses' in node && typeof node.uses === 'string' && node.uses.startsWith('OWNER/');
  return [...(own ? [node as Use] : []), ...Object.values(node).flatMap(listOurUses)];
}
