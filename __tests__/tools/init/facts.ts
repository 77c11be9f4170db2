import type { Facts, Measured, ModuleFacts } from '@go-actions/tools/init/facts';
import { parse } from 'yaml';

export const moduleAt = (dir: string, facts: Partial<ModuleFacts> = {}): ModuleFacts => ({
  dir,
  path: dir === '.' ? 'example.com/m' : `example.com/m/${dir}`,
  mains: [],
  broken: undefined,
  ...facts,
});

export const total = (percent: string, names: readonly string[] = []): Measured => ({
  total: percent,
  failed: names.length,
  names,
});

/** A library of one module and one commit that meets the defaults. */
export const LIBRARY: Facts = {
  suite: 'octo/go-actions',
  repository: 'Octo/App',
  workingDirectory: '.',
  defaultBranch: 'main',
  modules: [moduleAt('.')],
  unreadable: [],
  versionTags: 0,
  nestedTags: 0,
  commits: 1,
  golangci: undefined,
  dockerfile: undefined,
  chart: undefined,
  contractTests: false,
  endToEndTests: false,
  workflows: [],
  measured: total('91.20'),
};

type Job = { uses: string; with?: Record<string, unknown>; permissions: Record<string, string> };

export const jobsOf = (text: string): Record<string, Job> =>
  (parse(text) as { jobs: Record<string, Job> }).jobs;
