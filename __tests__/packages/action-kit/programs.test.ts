import { delimiter } from 'node:path';
import { findProgram } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { afterEach, expect, it } from 'vitest';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
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
