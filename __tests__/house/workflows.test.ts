import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  ALL_USES,
  EXAMPLES,
  type File,
  type Job,
  listNeeds,
  type Manifest,
  type Permissions,
  PUBLISHED,
  ROOT_ACTION,
  ROOT_JOB,
  readYaml,
  WORKFLOWS,
  type Workflow,
} from './workflow-files.ts';

/** Everything foreign that a shipped file names; each further entry is a cost to every consumer who locks workflows. */
const EXTERNAL = [
  'actions/attest-build-provenance@a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32',
  'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
];

const EVERY = [...WORKFLOWS, ...EXAMPLES];
const SHIPPED: readonly File<unknown>[] = [...PUBLISHED, ROOT_ACTION];

/** The file that declares the inputs of an action or a reusable workflow. */
const manifestOf = (path: string) => (path.endsWith('.yml') ? path : `${path}/action.yml`);

describe('what a workflow names', () => {
  it.each(ALL_USES.filter(({ uses }) => uses.startsWith('$/')))(
    'exists: $uses in $where',
    ({ uses, with: given }) => {
      const file = manifestOf(uses.slice(2));
      expect(existsSync(inRoot(file))).toBe(true);
      expect(Object.keys(declaredInputs(file))).toEqual(expect.arrayContaining(Object.keys(given)));
    },
  );

  it.each(ALL_USES.filter(({ uses }) => uses.startsWith('OWNER/')))(
    'exists: $uses in $where',
    ({ uses, with: given }) => {
      const path = /^OWNER\/go-actions\/((\.github\/workflows\/go-[a-z-]+\.yml|actions\/[a-z-]+))@v1$/.exec(
        uses,
      )?.[1];
      expect(path).toBeDefined();
      expect(Object.keys(declaredInputs(manifestOf(path ?? '')))).toEqual(
        expect.arrayContaining(Object.keys(given)),
      );
    },
  );

  it('is ours through $/, or on the list of foreign actions', () => {
    const foreign = ALL_USES.map(({ uses }) => uses).filter((uses) => !/^(\$\/|OWNER\/)/.test(uses));
    expect([...new Set(foreign)].sort()).toEqual(['./', ...EXTERNAL]);
  });

  it('is the root action through ./ only in our own ci.yml and release.yml, where $/ cannot name it', () => {
    const local = ALL_USES.filter(({ uses }) => uses.startsWith('.'));
    for (const { where, uses } of local) {
      expect(uses).toBe('./');
      expect(where).toMatch(/^\.github\/workflows\/(ci|release)\.yml /);
    }
  });

  it('is pinned by a full commit id with its version beside it', () => {
    for (const { path, text } of [...EVERY, ROOT_ACTION]) {
      for (const line of text.split('\n').filter((each) => /^\s*(- )?uses: [^$.O]/.test(each))) {
        expect(`${path}: ${line}`).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    }
  });

  it('never keeps credentials in a checkout', () => {
    for (const use of ALL_USES.filter(({ uses }) => uses.startsWith('actions/checkout@'))) {
      expect({ where: use.where, keeps: use.with['persist-credentials'] }).toEqual({
        where: use.where,
        keeps: false,
      });
    }
  });
});

describe('a script', () => {
  it('never has an expression in it', () => {
    const jobs = [
      ...EVERY.flatMap(({ path, document }) => named(path, document.jobs)),
      ...named('action.yml', ROOT_JOB),
    ];
    for (const { where, job } of jobs) {
      for (const { run } of job.steps ?? []) expect(`${where}: ${run ?? ''}`).not.toContain('${{');
    }
  });

  it('stands in a published workflow only in the gate', () => {
    const holders = PUBLISHED.flatMap(({ path, document }) => named(path, document.jobs)).filter(({ job }) =>
      job.steps?.some(({ run }) => run),
    );
    expect(holders.map(({ where }) => where)).toEqual(['.github/workflows/go-ci.yml gate']);
  });
});

describe('permissions', () => {
  it.each(EVERY)('start from none in $path, and every job says its own', ({ path, document }) => {
    expect(document.permissions).toEqual({});
    for (const { where, job } of named(path, document.jobs))
      expect({ where, permissions: job.permissions }).toHaveProperty('permissions', expect.any(Object));
  });

  it.each(PUBLISHED)(
    'that a caller of $path must grant are those in its head and in the examples',
    ({ path, text, document }) => {
      const needed = unionOf(Object.values(document.jobs).map((job) => job.permissions ?? {}));
      const head = /^((?:#.*\n)+)/.exec(text)?.[1]?.replace(/^# ?/gm, '') ?? '';
      const documented = /^ *permissions: (\{.*\})$/m.exec(head)?.[1];
      expect(parse(documented ?? '')).toEqual(needed);
      const callers = [...EXAMPLES, ...WORKFLOWS]
        .flatMap((file) => Object.values(file.document.jobs))
        .filter((job) => job.uses?.includes(path));
      expect(callers.length).toBeGreaterThan(0);
      for (const caller of callers) expect(caller.permissions).toEqual(needed);
    },
  );

  it.each(PUBLISHED)('of $path are those in the table of the README', ({ path, document }) => {
    const row = readFileSync(inRoot('README.md'), 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`| [\`${path.split('/').at(-1)}\`]`));
    const documented = row?.split('|').at(-2)?.replaceAll('`', '').trim() ?? '';
    expect(parse(`{ ${documented} }`)).toEqual(
      unionOf(Object.values(document.jobs).map((job) => job.permissions ?? {})),
    );
  });

  it('and the use of the cache, job by job, are those in the table of SECURITY.md', () => {
    const rows = readFileSync(inRoot('SECURITY.md'), 'utf8').matchAll(
      /^\| (go-[\w-]+\.yml) \| ([\w-]+) \| ([^|]+) \| ([^|]+) \|/gm,
    );
    const documented = [...rows].map((row) => row.slice(1).map((cell) => cell.trim()));
    const found = PUBLISHED.flatMap(({ path, document }) =>
      Object.entries(document.jobs).map(([name, job]) => {
        const granted = Object.entries(job.permissions ?? {}).map(([scope, level]) => `${scope}: ${level}`);
        const cache = job['cache-mode'] ?? "the caller's";
        return [path.split('/').at(-1), name, granted.join(', ') || 'none', cache];
      }),
    );
    expect(found).toEqual(documented);
  });

  it('of go-ci.yml are to read, and nothing else', () => {
    const { document } = readYaml<Workflow>('.github/workflows/go-ci.yml');
    expect(unionOf(Object.values(document.jobs).map((job) => job.permissions ?? {}))).toEqual({
      contents: 'read',
    });
  });

  /** They build what they push, from the released commit, and run nothing of it: ko and BuildKit compile, helm packs. */
  const BUILDERS = ['.github/workflows/go-deliver.yml image', '.github/workflows/go-deliver.yml chart'];

  it('to write are held by no job that checks the repository out, but to build what it pushes', () => {
    for (const { where, job } of PUBLISHED.flatMap(({ path, document }) => named(path, document.jobs))) {
      if (BUILDERS.includes(where)) continue;
      const writes = Object.values(job.permissions ?? {}).includes('write');
      const checksOut = job.steps?.some(({ uses }) => uses?.startsWith('actions/checkout@')) ?? false;
      expect({ where, risk: writes && checksOut }).toEqual({ where, risk: false });
    }
  });
});

describe('a shipped file', () => {
  it.each(SHIPPED)('stays within what every engine understands: $path', ({ text }) => {
    const code = text.replace(/#.*$/gm, '');
    expect(code).not.toMatch(/\bcase\(|timezone:|queue:|parallel:|background:|concurrency:|job\.workflow_/);
  });

  it.each(PUBLISHED)('reads only outputs that exist: $path', ({ document }) => {
    for (const { where, job } of named('', document.jobs)) {
      for (const [, name = '', output = ''] of JSON.stringify(job).matchAll(
        /needs\.([\w-]+)\.outputs\.([\w-]+)/g,
      )) {
        expect(listNeeds(job)).toContain(name);
        expect({ where, outputs: Object.keys(document.jobs[name]?.outputs ?? {}) }).toEqual({
          where,
          outputs: expect.arrayContaining([output]),
        });
      }
      expectStepOutputs(job, JSON.stringify(job));
    }
  });

  it('reads only outputs that exist: action.yml', () => {
    expectStepOutputs({ steps: ROOT_ACTION.document.runs.steps ?? [] }, JSON.stringify(ROOT_ACTION.document));
  });
});

describe('go-ci.yml', () => {
  const { jobs } = readYaml<Workflow>('.github/workflows/go-ci.yml').document;

  it('has a gate that waits for every other job', () => {
    expect([...listNeeds(jobs.gate)].sort()).toEqual(
      Object.keys(jobs)
        .filter((name) => name !== 'gate')
        .sort(),
    );
  });

  it('lets the plan decide about every job', () => {
    for (const [name, job] of Object.entries(jobs)) {
      if (name === 'plan') continue;
      expect(listNeeds(job)).toContain('plan');
    }
  });
});

const named = (path: string, jobs: Readonly<Record<string, Job>>) =>
  Object.entries(jobs).map(([name, job]) => ({ where: `${path} ${name}`, job }));

function declaredInputs(path: string): Readonly<Record<string, unknown>> {
  const { document } = readYaml<Manifest & Workflow>(path);
  return (document.on?.workflow_call ?? document).inputs ?? {};
}

function unionOf(all: readonly Permissions[]): Permissions {
  const union: Record<string, string> = {};
  for (const [scope, level] of all.flatMap((one) => Object.entries(one))) {
    if (union[scope] !== 'write') union[scope] = level;
  }
  return union;
}

/** Each `steps.ID.outputs.NAME` in the text is an output of the action that the step with that id uses. */
function expectStepOutputs(job: Job, text: string): void {
  for (const [, id = '', output = ''] of text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
    const uses = job.steps?.find((step) => step.id === id)?.uses ?? '';
    expect(uses).toMatch(/^\$\//);
    expect(Object.keys(readYaml<Manifest>(`${uses.slice(2)}/action.yml`).document.outputs ?? {})).toContain(
      output,
    );
  }
}
