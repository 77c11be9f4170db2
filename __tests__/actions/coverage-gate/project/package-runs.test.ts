import type { GoModule, GoPackage } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import {
  listUnmatched,
  planCoverPackages,
  planRuns,
  withPackages,
} from '../../../../actions/coverage-gate/src/project/package-runs.ts';

const moduleAt = (dir: string, path: string) => ({ dir, path, goMod: { ignore: [] } }) as unknown as GoModule;
const modules = [moduleAt('.', 'example.com/m'), moduleAt('api', 'example.com/m/api')];
const separate = { workspace: false, root: '/src' };

describe('planRuns', () => {
  it('no pattern means every module, each in its own folder', () => {
    expect(planRuns([], modules, separate).runs).toEqual([
      { dir: '.', patterns: ['./...'] },
      { dir: 'api', patterns: ['./...'] },
    ]);
  });

  it('modules of a workspace go into one run', () => {
    expect(planRuns([], modules, { ...separate, workspace: true }).runs).toEqual([
      { dir: '.', patterns: ['./...', './api/...'] },
    ]);
  });

  it('says of each pattern where it went, and which lie in no module', () => {
    const plan = planRuns(['./api/v1', 'example.org/other'], modules, separate);
    expect(plan.asked[0]).toEqual({ pattern: './api/v1', runs: [{ dir: 'api', patterns: ['./v1'] }] });
    expect(plan.unknown).toEqual(['example.org/other']);
  });
});

describe('withPackages', () => {
  const found = (ImportPath: string, Match: string[], more: Partial<GoPackage> = {}): GoPackage => ({
    ImportPath,
    Match,
    GoFiles: ['a.go'],
    ...more,
  });
  const run = { dir: '.', patterns: ['./p', './q'] };

  it('leaves out patterns in which nothing is a package, and keeps what is broken', () => {
    const none = found('m/q', ['./q'], {
      GoFiles: [],
      Error: { Err: 'no Go files in /src/q' },
    } as Partial<GoPackage>);
    expect(withPackages({ run, packages: [found('m/p', ['./p']), none] })).toMatchObject({
      run: { patterns: ['./p'] },
      packages: [{ ImportPath: 'm/p' }],
    });
    const broken = found('m/q', ['./q'], {
      GoFiles: [],
      Error: { Err: 'import cycle' },
    } as Partial<GoPackage>);
    expect(withPackages({ run, packages: [broken] })?.run.patterns).toEqual(['./q']);
    expect(withPackages({ run, packages: [none] })).toBeUndefined();
  });

  it('names what was asked for and matches nothing', () => {
    const asked = ['./p', './q'].map((pattern) => ({ pattern, runs: [{ dir: '.', patterns: [pattern] }] }));
    expect(listUnmatched(asked, [{ run, packages: [found('m/p', ['./p'])] }])).toEqual(['./q']);
  });
});

describe('planCoverPackages', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['all', 'example.com/m/...,example.com/m/api/...'],
    ['./a ./b,\n./c', './a,./b,./c'],
  ])('%j is %j', (given, want) => {
    expect(planCoverPackages(given, modules)).toBe(want);
  });
});
