import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, parseSelf } from '@go-actions/tools/materialise/command';
import {
  listManifests,
  listPublishedWorkflows,
  listWorkflows,
  writeTree,
} from '@go-actions/tools/materialise/io/tree';
import { findSelfReferences, materialise } from '@go-actions/tools/materialise/materialise';
import { inRoot } from '@go-actions/tools/root';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const SELF = { repository: 'acme/go-actions', ref: 'v1' };

describe('materialise', () => {
  const rows: { name: string; input: string; want: string }[] = [
    {
      name: 'replaces it in a step, keeping quotes, comments and line ends',
      input:
        "jobs:\r\n  a:\r\n    steps:\r\n      - uses: '$/actions/x' # why\r\n      -   uses:   $/actions/y\r\n",
      want: "jobs:\r\n  a:\r\n    steps:\r\n      - uses: 'acme/go-actions/actions/x@v1' # why\r\n      -   uses:   acme/go-actions/actions/y@v1\r\n",
    },
    {
      name: 'replaces it in a job',
      input: 'jobs: { "a.b": { uses: "$/.github/workflows/go-ci.yml" } }',
      want: 'jobs: { "a.b": { uses: "acme/go-actions/.github/workflows/go-ci.yml@v1" } }',
    },
    {
      name: 'replaces it in a composite action',
      input: 'runs:\n  using: composite\n  steps:\n    - id: x\n      uses: $/actions/x\n',
      want: 'runs:\n  using: composite\n  steps:\n    - id: x\n      uses: acme/go-actions/actions/x@v1\n',
    },
    {
      name: 'leaves every other use alone',
      input:
        'jobs:\n  a:\n    steps:\n      - uses: ./\n      - uses: actions/checkout@v7\n      - uses: docker://$/x\n',
      want: 'jobs:\n  a:\n    steps:\n      - uses: ./\n      - uses: actions/checkout@v7\n      - uses: docker://$/x\n',
    },
    {
      name: 'leaves text that only looks like one alone',
      input:
        '# uses: $/actions/x\njobs:\n  a:\n    env: { uses: $/a }\n    steps:\n      - name: $/a\n        run: |\n          uses: $/actions/x\n        with:\n          uses: $/b\n',
      want: '# uses: $/actions/x\njobs:\n  a:\n    env: { uses: $/a }\n    steps:\n      - name: $/a\n        run: |\n          uses: $/actions/x\n        with:\n          uses: $/b\n',
    },
  ];
  it.each(rows)('$name', ({ input, want }) => expect(materialise(input, SELF)).toBe(want));

  const refused: { name: string; input: string; throws: RegExp }[] = [
    { name: 'the root action', input: 'jobs: { a: { steps: [{ uses: $/ }] } }', throws: /\$\/ and a path/ },
    { name: 'a ref', input: 'jobs: { a: { steps: [{ uses: $/x@v1 }] } }', throws: /without @ref/ },
    { name: 'an escape', input: 'jobs: { a: { steps: [{ uses: "$\\x2Fx" }] } }', throws: /without escapes/ },
    { name: 'broken YAML', input: 'jobs: {', throws: /flow map/i },
  ];
  it.each(refused)('refuses $name', ({ input, throws }) => {
    expect(() => materialise(input, SELF)).toThrow(throws);
  });

  it('changes exactly the lines that say `uses: $/` and `cache-mode:`, in every file that we ship', async () => {
    for (const path of [...(await listManifests()), ...(await listWorkflows())]) {
      const text = await readFile(inRoot(path), 'utf8');
      const before = text.split('\n');
      const after = materialise(text, SELF).split('\n');
      expect(after).toHaveLength(before.length);
      before.forEach((line, i) => {
        const uses = /^(\s*(?:- )?uses: )\$\/(\S+)$/.exec(line);
        const mode = /^( {4})(cache-mode: \w+)$/.exec(line);
        if (mode) expect(after[i]).toBe(`${mode[1]}# ${mode[2]}`);
        else expect(after[i]).toBe(uses ? `${uses[1]}acme/go-actions/${uses[2]}@v1` : line);
      });
    }
  });

  it('changes the value of `uses` and nothing else, in workflows made at random', () => {
    const random = generator(20_260_130);
    for (let i = 0; i < 300; i++) {
      const text = randomWorkflow(random);
      const references = findSelfReferences(text);
      const after = materialise(text, SELF);
      expect(findSelfReferences(after)).toEqual([]);
      expect(replaceUses(parse(text))).toEqual(parse(after));
      expect(after.length).toBe(
        text.length + references.length * ('acme/go-actions'.length + '@v1'.length - 1),
      );
      const [before, now] = [text.split('\n'), after.split('\n')];
      const changed = before.flatMap((line, i) => (line === now[i] ? [] : [[line, now[i] ?? '']]));
      for (const [line, replaced] of changed as [string, string][]) {
        expect(replaced).toBe(line.replace(/(uses: ["']?)\$\/([\w/-]+)/, '$1acme/go-actions/$2@v1'));
      }
      expect(changed).toHaveLength(new Set(references.map(({ start }) => lineOf(text, start))).size);
    }
  });
});

describe('the tree', () => {
  it('holds manifests, bundles and published workflows, without a $/', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'go-actions-tree-'));
    try {
      await writeTree(folder, SELF);
      const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) =>
        file.isFile(),
      );
      const yaml = files.filter((file) => file.name.endsWith('.yml'));
      expect(yaml).toHaveLength((await listManifests()).length + (await listPublishedWorkflows()).length);
      for (const file of yaml) {
        expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toMatch(/uses: \$\//);
      }
      await expect(writeTree(folder, SELF)).rejects.toThrow(/not empty/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the command', () => {
  it.each([[], ['folder'], ['folder', 'acme/x', 'v1', 'more']])(
    'wants a folder, a repository and a ref: %j',
    async (...args) => {
      await expect(command(args.flat())).rejects.toThrow(/a folder, a repository and a ref/);
    },
  );

  it.each([
    ['acme', 'v1'],
    ['acme/a/b', 'v1'],
    ['acme/x@v1', 'v1'],
    ['acme/x', 'v1 # x'],
    ['acme/x', '-v1'],
    ['acme/x\n', 'v1'],
  ])('refuses %j at %j', (repository, ref) => {
    expect(() => parseSelf(repository, ref)).toThrow(/is not a (repository|ref)/);
  });

  it('takes tags, branches and commits', () => {
    expect(parseSelf('acme/go.actions', 'release/1.x')).toEqual({
      repository: 'acme/go.actions',
      ref: 'release/1.x',
    });
  });
});

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The oracle: the same replacement on the parsed data. */
function replaceUses(workflow: { jobs: Record<string, { uses?: string; steps?: { uses?: string }[] }> }) {
  for (const job of Object.values(workflow.jobs)) {
    for (const holder of [job, ...(job.steps ?? [])]) {
      if (holder.uses?.startsWith('$/')) holder.uses = `acme/go-actions/${holder.uses.slice(2)}@v1`;
    }
  }
  return workflow;
}

function randomWorkflow(random: () => number): string {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const uses = () => pick(['$/actions/a', '"$/actions/a-b"', "'$/x/y/z'", './x', 'o/r@v1', '"docker://$/x"']);
  const noise = () => pick(['', ' # uses: $/no', '   ']);
  const step = () =>
    pick([
      `      - uses: ${uses()}${noise()}\n`,
      `      - name: 'uses: $/no'\n        uses: ${uses()}\n`,
      `      - { uses: ${uses()}, with: { uses: $/no } }\n`,
      '      - run: |\n          uses: $/no\n          echo é 🙂\n',
      `      - if: "\${{ 'uses: $/no' }}"\n        uses: ${uses()}\n        env:\n          uses: $/no\n`,
    ]);
  const steps = () => `    steps:\n${Array.from({ length: 1 + Math.floor(random() * 4) }, step).join('')}`;
  const job = (_: unknown, i: number) => `  job${i}:\n${random() < 0.3 ? `    uses: ${uses()}\n` : steps()}`;
  return `name: x${noise()}\njobs:\n${Array.from({ length: 1 + Math.floor(random() * 3) }, job).join('')}`;
}

/** A small linear congruential generator: the same texts in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
