import { readFile } from 'node:fs/promises';
import { saveTestDurations } from '@go-actions/test-durations';
import { type Files, startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { changed, plan, short } from './service.ts';

const goFile = (name: string, ...imports: string[]): string =>
  `package ${name}\n\n${imports.map((path) => `import _ "example.com/svc/${path}"\n`).join('')}\nvar Changed = 1\n`;

type Row = {
  name: string;
  extra?: Files;
  change: Files;
  env?: Record<string, string>;
  want: { mode: string; packages?: string[]; mains?: string[]; checks: string[] };
};

const ROWS: Row[] = [
  {
    name: 'a package runs it, everything that imports it, and the binaries above',
    change: { 'internal/store/store.go': goFile('store') },
    want: {
      mode: 'affected',
      packages: ['cmd/api', 'internal/server', 'internal/store'],
      mains: ['cmd/api'],
      checks: ['lint', 'unit', 'build'],
    },
  },
  {
    name: 'a package that only a test imports runs that test and no binary',
    change: { 'internal/fake/fake.go': goFile('fake') },
    want: {
      mode: 'affected',
      packages: ['internal/fake', 'internal/store'],
      mains: [],
      checks: ['lint', 'unit'],
    },
  },
  {
    name: 'a test file runs the tests of its package alone',
    change: { 'internal/store/store_test.go': 'package store\n' },
    want: { mode: 'affected', packages: ['internal/store'], mains: [], checks: ['lint', 'unit'] },
  },
  {
    name: 'an embedded Markdown file runs the package that embeds it',
    change: { 'internal/server/static/index.md': '# bye\n' },
    want: {
      mode: 'affected',
      packages: ['cmd/api', 'internal/server'],
      mains: ['cmd/api'],
      checks: ['lint', 'unit', 'build'],
    },
  },
  {
    name: 'a deleted embedded file does so too',
    extra: { 'internal/server/static/old.txt': 'x' },
    change: { 'internal/server/static/old.txt': null },
    want: {
      mode: 'affected',
      packages: ['cmd/api', 'internal/server'],
      mains: ['cmd/api'],
      checks: ['lint', 'unit', 'build'],
    },
  },
  {
    name: 'test data runs the tests beside it',
    change: { 'internal/store/testdata/a/b.json': '[]\n' },
    want: { mode: 'affected', packages: ['internal/store'], mains: [], checks: ['lint', 'unit'] },
  },
  {
    name: 'a library below pkg/ orders contract tests and the generate check',
    change: { 'pkg/client/client.go': goFile('client') },
    want: {
      mode: 'affected',
      packages: ['cmd/cli', 'pkg/client'],
      mains: ['cmd/cli'],
      checks: ['lint', 'unit', 'contract', 'generate', 'build'],
    },
  },
  {
    name: 'a binary orders its build and the end-to-end tests',
    change: { 'cmd/cli/flags.go': 'package main\n' },
    want: {
      mode: 'affected',
      packages: ['cmd/cli'],
      mains: ['cmd/cli'],
      checks: ['lint', 'unit', 'build', 'e2e'],
    },
  },
  {
    name: 'documentation runs nothing',
    change: { 'README.md': '# new\n', 'docs/guide.md': '# new\n', 'docs/x.png': 'x' },
    want: { mode: 'none', packages: [], mains: [], checks: [] },
  },
  {
    name: 'a file that nobody owns runs everything',
    change: { 'config.yaml': 'a: 1\n' },
    want: { mode: 'full', checks: ['lint', 'unit', 'contract', 'generate', 'build', 'e2e'] },
  },
  {
    name: 'an `always` file runs everything, whatever else changed',
    change: { Makefile: 'all:\n', 'README.md': '# new\n' },
    want: { mode: 'full', checks: ['lint', 'unit', 'contract', 'generate', 'build', 'e2e'] },
  },
  {
    name: 'a file of another platform runs what imports its package',
    extra: { 'internal/store/store_windows.go': 'package store\n' },
    change: { 'internal/store/store_windows.go': 'package store\n\nvar W = 1\n' },
    want: {
      mode: 'affected',
      packages: ['cmd/api', 'internal/server', 'internal/store'],
      mains: ['cmd/api'],
      checks: ['lint', 'unit', 'build'],
    },
  },
  {
    name: 'an import in a file of another platform or tag counts',
    extra: { 'internal/store/store_windows.go': goFile('store', 'pkg/client') },
    change: { 'pkg/client/client.go': goFile('client') },
    want: {
      mode: 'affected',
      packages: ['cmd/api', 'cmd/cli', 'internal/server', 'internal/store', 'pkg/client'],
      mains: ['cmd/api', 'cmd/cli'],
      checks: ['lint', 'unit', 'contract', 'generate', 'build'],
    },
  },
  {
    name: 'a package that only other tags build carries a change on',
    extra: {
      'internal/tagged/t.go': `//go:build special\n\n${goFile('tagged', 'internal/fake')}`,
      'internal/store/s_special.go': `//go:build special\n\n${goFile('store', 'internal/tagged')}`,
    },
    change: { 'internal/fake/fake.go': goFile('fake') },
    want: {
      mode: 'affected',
      packages: ['cmd/api', 'internal/fake', 'internal/server', 'internal/store'],
      mains: ['cmd/api'],
      checks: ['lint', 'unit', 'build'],
    },
  },
  {
    name: 'a package imported from testdata by name carries a change on',
    extra: {
      'internal/fake/testdata/gen/g.go': goFile('gen', 'pkg/client'),
      'internal/fake/f_test.go': goFile('fake', 'internal/fake/testdata/gen'),
    },
    change: { 'pkg/client/client.go': goFile('client') },
    want: {
      mode: 'affected',
      packages: ['cmd/cli', 'internal/fake', 'pkg/client'],
      mains: ['cmd/cli'],
      checks: ['lint', 'unit', 'contract', 'generate', 'build'],
    },
  },
  {
    name: 'a renamed file counts on both sides',
    change: {
      'internal/fake/fake.go': null,
      'pkg/client/fake.go': 'package fake\n'.replace('fake', 'client'),
    },
    extra: { 'internal/fake/more.go': 'package fake\n' },
    want: {
      mode: 'affected',
      packages: ['cmd/cli', 'internal/fake', 'internal/store', 'pkg/client'],
      mains: ['cmd/cli'],
      checks: ['lint', 'unit', 'contract', 'generate', 'build'],
    },
  },
  {
    name: 'a deleted package that nobody imports any more orders lint alone',
    extra: { 'internal/old/old.go': 'package old\n' },
    change: { 'internal/old/old.go': null },
    want: { mode: 'affected', checks: ['lint'] },
  },
  {
    name: 'test data that the tests of a neighbour name runs those too',
    extra: {
      'internal/fake/x_test.go': 'package fake\n\nvar golden = "../store/testdata/a/b.json"\n',
      'internal/server/x_test.go': 'package server\n\nvar parts = []string{"..", "store", "testdata"}\n',
    },
    change: { 'internal/store/testdata/a/b.json': '[]\n' },
    want: {
      mode: 'affected',
      packages: ['internal/fake', 'internal/server', 'internal/store'],
      mains: [],
      checks: ['lint', 'unit'],
    },
  },
  {
    name: 'test data that a test helper names runs the tests that use the helper',
    extra: {
      'internal/help/help.go':
        'package help\n\nimport _ "testing"\n\nvar golden = "../store/testdata/%s.json"\n',
      'pkg/client/x_test.go': 'package client\n\nimport _ "example.com/svc/internal/help"\n',
      'internal/fake/x_test.go': 'package fake\n\nimport _ "example.com/svc/internal/help"\n',
    },
    change: { 'internal/store/testdata/a/b.json': '[]\n' },
    want: {
      mode: 'affected',
      packages: ['internal/fake', 'internal/help', 'internal/store'],
      mains: [],
      checks: ['lint', 'unit'],
    },
  },
  {
    name: 'documentation that a test reads runs that test',
    extra: { 'pkg/client/x_test.go': 'package client\n\nvar doc = "../../README.md"\n' },
    change: { 'README.md': '# new\n' },
    want: {
      mode: 'affected',
      packages: ['pkg/client'],
      mains: [],
      checks: ['lint', 'unit'],
    },
  },
  {
    name: 'a binary in a folder called like a test binary is one, also when dependencies are listed',
    extra: {
      'go.mod': 'module example.com/svc\n\ngo 1.24\n\nrequire x.org/f v0.0.0\n\nreplace x.org/f => ./_f\n',
      '_f/go.mod': 'module x.org/f\n\ngo 1.24\n',
      '_f/f.go': 'package f\n',
      'cmd/x.test/main.go': 'package main\n\nimport _ "x.org/f"\n\nfunc main() {}\n',
      'cmd/x.test/x_test.go': 'package main\n',
    },
    change: { '_f/f.go': 'package f\n\nvar X = 1\n' },
    want: {
      mode: 'affected',
      packages: ['cmd/x.test'],
      mains: ['cmd/x.test'],
      checks: ['lint', 'unit', 'build'],
    },
  },
  {
    name: 'a header reaches C code of other packages, also where there is no C compiler to plan with',
    extra: {
      'internal/fake/f.h': '#define F 1\n',
      'pkg/client/c.go': 'package client\n\n// #include "../../internal/fake/f.h"\nimport "C"\n',
    },
    change: { 'internal/fake/f.h': '#define F 2\n' },
    env: { CGO_ENABLED: '0' },
    want: {
      mode: 'affected',
      packages: ['cmd/cli', 'internal/fake', 'internal/store', 'pkg/client'],
      mains: ['cmd/cli'],
      checks: ['lint', 'unit', 'contract', 'build'], // a source of pkg/client,
    },
  },
  {
    name: 'a package that does not load runs everything',
    change: { 'pkg/client/client.go': goFile('client', 'internal/missing') },
    want: { mode: 'full', checks: ['lint', 'unit', 'contract', 'generate', 'build', 'e2e'] },
  },
];

describe('a change of', () => {
  it.concurrent.each(ROWS)('$name', async ({ extra, change, env, want }) => {
    await using project = await changed(change, extra);
    const { code, outputs, stdout } = await plan(project, env && { env });
    expect(code, stdout).toBe(0);
    expect({ mode: outputs.mode, reason: outputs.reason }).toMatchObject({ mode: want.mode });
    expect(JSON.parse(outputs.checks ?? '')).toEqual(want.checks);
    expect(short(outputs.packages)).toEqual(want.packages ?? ['./...']);
    if (want.mains) expect(short(outputs.mains)).toEqual(want.mains);
    for (const check of ['lint', 'unit', 'contract', 'generate', 'build', 'e2e']) {
      expect(outputs[`run-${check}`]).toBe(String(want.checks.includes(check)));
    }
  });
});

describe('the outputs', () => {
  it('spread the packages over shards and give the build its platforms', async () => {
    await using project = await changed({ 'internal/store/store.go': goFile('store') });
    const { outputs } = await plan(project, {
      inputs: { 'max-shards': '2', targets: 'linux/amd64, windows/arm64' },
    });
    expect(JSON.parse(outputs.shards ?? '')).toEqual([
      { name: '1/2', index: 1, packages: 'example.com/svc/internal/store' },
      { name: '2/2', index: 2, packages: 'example.com/svc/cmd/api example.com/svc/internal/server' },
    ]);
    expect(JSON.parse(outputs.targets ?? '')).toEqual([
      { target: 'linux/amd64', goos: 'linux', goarch: 'amd64' },
      { target: 'windows/arm64', goos: 'windows', goarch: 'arm64' },
    ]);
    expect(JSON.parse(outputs['changed-files'] ?? '')).toEqual(['internal/store/store.go']);
    expect(outputs.base).toBe(await project.git('rev-parse', 'HEAD~1'));
    expect(outputs.modules).toBe('.');
  });

  it('balance the shards by the durations that earlier runs recorded', async () => {
    await using service = await startCacheService();
    const address = {
      resultsUrl: service.env().ACTIONS_RESULTS_URL,
      cacheUrl: undefined,
      token: service.env().ACTIONS_RUNTIME_TOKEN,
      v2: true,
    };
    await saveTestDurations(
      address,
      { runnerOs: 'Linux', workingDirectory: '.' },
      'run',
      new Map([
        ['example.com/svc/internal/store', 90],
        ['example.com/svc/internal/server', 1],
      ]),
    );
    await using project = await changed(
      { 'internal/store/store.go': goFile('store') },
      {
        'internal/server/a_test.go': 'package server\n',
        'internal/server/b_test.go': 'package server\n',
        'internal/server/c_test.go': 'package server\n',
      },
    );
    const shards = async (env: Record<string, string>) => {
      const { outputs } = await plan(project, {
        inputs: { 'max-shards': '2' },
        env: { RUNNER_OS: 'Linux', ...env },
      });
      const list = JSON.parse(outputs.shards ?? '') as { packages: string }[];
      return list.map(({ packages }) => short(packages));
    };
    expect(await shards({})).toEqual([['internal/server'], ['cmd/api', 'internal/store']]);
    expect(await shards(service.env())).toEqual([['internal/store'], ['cmd/api', 'internal/server']]);
  });

  it('give empty matrices when nothing runs', async () => {
    await using project = await changed({ 'README.md': '# x\n' });
    const { outputs, summary } = await plan(project, { inputs: { 'max-shards': '4' } });
    expect(outputs).toMatchObject({
      mode: 'none',
      shards: '[]',
      targets: '[]',
      checks: '[]',
      packages: '',
      mains: '',
    });
    expect(summary).toMatch(/^### ✅ Plan: nothing runs\n/);
    expect(summary).toContain('documentation (`**/*.md`)');
  });

  it('name every package in a file', async () => {
    await using project = await changed({ 'internal/store/store.go': goFile('store') });
    const { createProject } = await import('@go-actions/test-kit');
    await using temp = await createProject({});
    const { outputs } = await plan(project, { env: { RUNNER_TEMP: temp.dir } });
    const text = await readFile(outputs['packages-file'] ?? '', 'utf8');
    expect(text).toBe(
      short(outputs.packages)
        .map((path) => `example.com/svc/${path}\n`)
        .join(''),
    );
  });
});
