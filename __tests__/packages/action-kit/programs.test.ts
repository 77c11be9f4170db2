import { delimiter } from 'node:path';
import { findProgram, run } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { afterEach, expect, it } from 'vitest';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
  delete process.env.GITHUB_WORKSPACE;
});

it('finds the first executable on PATH, not a folder, a plain file or one of the checkout', async () => {
  await using project = await createProject({
    'a/tool/x': '',
    'b/tool': '',
    'c/tool': '#!/bin/sh\n',
    'd/tool': '',
  });
  await project.exec('chmod', ['+x', 'c/tool', 'd/tool']);
  const folders = ['a', 'b', 'c', 'd'].map((name) => project.path(name));
  process.env.PATH = ['.', '', ...folders, path].join(delimiter);
  expect(findProgram('tool')).toBe(project.path('c/tool'));
  expect(findProgram('no-such-tool')).toBeUndefined();
});

it.each(['its folder is on PATH', 'a link outside of the checkout leads to it', 'PATH names it relatively'])(
  'case security/06: a program of the checkout is not run, when %s',
  async (way) => {
    await using project = await createProject({
      'work/bin/tool': '#!/bin/sh\necho planted\n',
      'system/tool': '#!/bin/sh\necho honest\n',
      'links/.keep': '',
    });
    await project.exec('chmod', ['+x', 'work/bin/tool', 'system/tool']);
    await project.exec('ln', ['-s', project.path('work/bin/tool'), 'links/tool']);
    process.env.GITHUB_WORKSPACE = project.path('work');
    const first = way.includes('link')
      ? project.path('links')
      : way.includes('relat')
        ? 'bin'
        : project.path('work/bin');
    process.env.PATH = [first, '', '.', path].join(delimiter);
    const planted = run('tool', [], { cwd: project.path('work') });
    await expect(planted).rejects.toThrow('`tool` was not found');
    process.env.PATH = [first, project.path('system'), path].join(delimiter);
    expect((await run('tool', [], { cwd: project.path('work') })).stdout).toBe('honest\n');
  },
);
